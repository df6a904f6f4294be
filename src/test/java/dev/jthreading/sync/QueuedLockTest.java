package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.sync.Threads.Running;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Barging, hand-off and cancelled acquires of both kinds of locks. */
class QueuedLockTest {

    /** After so many failed attempts a release hands the lock over. */
    private static final int MAX_FAILED_ATTEMPTS = 4;

    static Stream<QueuedLock> locks() {
        return Stream.of(new Lock(), new RLock());
    }

    private static void awaitParked(Running<?> running) {
        Threads.until(() -> LockSupport.getBlocker(running.thread()) instanceof QueuedLock);
    }

    /** Lets {@code running} lose against this thread, which holds the lock, until the next release hands the lock over. */
    private static void failUntilHandOff(QueuedLock lock, Running<?> running, DelayedBlocking delayed) throws InterruptedException {
        for (int i = 0; i < MAX_FAILED_ATTEMPTS; i++) {
            awaitParked(running);
            lock.release();
            delayed.woken.acquire();
            assertThat(lock.tryAcquire()).as("this thread barges in").isTrue();
            delayed.proceed.release();
        }
        awaitParked(running);
    }

    private static Running<Boolean> startAcquireAndRelease(QueuedLock lock, DelayedBlocking delayed) {
        return Threads.start(() -> lock.acquire(Deadline.NEVER, delayed) && lock.isHeld() && lock.release());
    }

    /** Its result is whether the lock is locked after the interrupt. */
    private static Running<Boolean> startInterruptedAcquire(QueuedLock lock, Blocking blocking) {
        return Threads.start(() -> {
            assertThatThrownBy(() -> lock.acquire(Deadline.NEVER, blocking)).isInstanceOf(InterruptedException.class);
            return lock.isLocked();
        });
    }

    @ParameterizedTest
    @MethodSource("locks")
    void aReleaseHandsTheLockToAThreadThatFailedOften(QueuedLock lock) throws InterruptedException {
        DelayedBlocking delayed = new DelayedBlocking();
        lock.tryAcquire();
        Running<Boolean> running = startAcquireAndRelease(lock, delayed);
        failUntilHandOff(lock, running, delayed);
        lock.release();
        assertThat(lock.isLocked()).isTrue();
        assertThat(lock.tryAcquire()).isFalse();
        delayed.proceed.release();
        assertThat(running.get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    /** The release was first, so acquire returns true, and the thread holds the lock. */
    @ParameterizedTest
    @MethodSource("locks")
    void aTimeoutAfterTheHandOffDoesNotCount(QueuedLock lock) throws InterruptedException {
        DelayedBlocking delayed = new DelayedBlocking();
        lock.tryAcquire();
        Running<Boolean> running = startAcquireAndRelease(lock, delayed);
        failUntilHandOff(lock, running, delayed);
        delayed.timingOut = true;
        lock.release();
        delayed.proceed.release();
        assertThat(running.get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("locks")
    void anInterruptedThreadReleasesTheLockThatWasHandedToIt(QueuedLock lock) throws InterruptedException {
        DelayedBlocking delayed = new DelayedBlocking();
        lock.tryAcquire();
        Running<Boolean> running = startInterruptedAcquire(lock, delayed);
        failUntilHandOff(lock, running, delayed);
        delayed.interrupting = true;
        lock.release();
        delayed.proceed.release();
        assertThat(running.get()).isFalse();
        assertThat(lock.tryAcquire()).isTrue();
    }

    /** Any thread may release a {@link Lock}, also one that is handed off and not accepted yet. */
    @Test
    void anInterruptedThreadDoesNotReleaseTheLockOfAnother() throws InterruptedException {
        Lock lock = new Lock();
        DelayedBlocking delayed = new DelayedBlocking();
        lock.tryAcquire();
        Running<Boolean> running = startInterruptedAcquire(lock, delayed);
        failUntilHandOff(lock, running, delayed);
        delayed.interrupting = true;
        lock.release();
        assertThat(lock.release()).as("a third one releases it").isTrue();
        assertThat(lock.tryAcquire()).as("a fourth one takes it").isTrue();
        delayed.proceed.release();
        assertThat(running.get()).isTrue();
        assertThat(lock.holder()).isEqualTo(Thread.currentThread().threadId());
    }

    /** Likewise if the others come while the interrupted thread gives the lock back. */
    @Test
    void anInterruptedThreadDoesNotReleaseTheLockThatAnotherAcquiresMeanwhile() throws InterruptedException {
        for (int round = 0; round < 5_000; round++) {
            Lock lock = new Lock();
            lock.tryAcquire();
            InterruptedByHandOff blocking = new InterruptedByHandOff(lock);
            Running<Boolean> running = startInterruptedAcquire(lock, blocking);
            blocking.starving.await();
            lock.release();
            lock.release();
            boolean acquired = lock.tryAcquire();
            running.get();
            assertThat(lock.isLocked()).as("round %d", round).isEqualTo(acquired);
        }
    }

    /** Lets its thread fail until the next release hands the lock over, and interrupts the thread when it has the lock. */
    private static final class InterruptedByHandOff implements Blocking {
        final CountDownLatch starving = new CountDownLatch(1);
        private final Lock lock;
        private int failures;

        InterruptedByHandOff(Lock lock) {
            this.lock = lock;
        }

        @Override
        public boolean await(Wait wait) throws InterruptedException {
            if (failures++ < MAX_FAILED_ATTEMPTS) {
                lock.release();
                lock.tryAcquire();
                return wait.await();
            }
            starving.countDown();
            while (!wait.isOver()) {
                Thread.onSpinWait();
            }
            throw new InterruptedException();
        }

        @Override
        public boolean isDeferrable(Throwable interruption) {
            return interruption instanceof InterruptedException;
        }
    }

    @ParameterizedTest
    @MethodSource("locks")
    void restoreThrowsAnInterruptWhenTheThreadHoldsTheLock(QueuedLock lock) throws InterruptedException {
        DelayedBlocking delayed = new DelayedBlocking();
        delayed.interrupting = true;
        lock.tryAcquire();
        Running<Boolean> running = Threads.start(() -> {
            assertThatThrownBy(() -> lock.restore(3, delayed)).isInstanceOf(InterruptedException.class);
            return lock.isHeld() && lock.releaseAll() > 0;
        });
        awaitParked(running);
        lock.release();
        delayed.proceed.release();
        assertThat(running.get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("locks")
    void anInterruptedSuccessorWakesTheNext(QueuedLock lock) throws InterruptedException {
        DelayedBlocking delayed = new DelayedBlocking();
        delayed.interrupting = true;
        lock.tryAcquire();
        Running<Boolean> first = Threads.start(() -> {
            assertThatThrownBy(() -> lock.acquire(Deadline.NEVER, delayed)).isInstanceOf(InterruptedException.class);
            return true;
        });
        awaitParked(first);
        Running<Boolean> second = Threads.start(() -> lock.acquire(Deadline.NEVER, Blocking.JAVA) && lock.release());
        awaitParked(second);
        lock.release();
        delayed.woken.acquire();
        assertThat(second.thread().getState()).as("only one is woken").isEqualTo(Thread.State.WAITING);
        delayed.proceed.release();
        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("locks")
    void manyThreadsExcludeEachOther(QueuedLock lock) throws InterruptedException {
        int threads = 8;
        int turns = 20_000;
        int[] count = {0};
        List<Running<Boolean>> running = Threads.start(threads, () -> {
            for (int i = 0; i < turns; i++) {
                if (i % 3 != 0 || !lock.acquire(Deadline.after(i), Blocking.JAVA)) {
                    lock.acquire(Deadline.NEVER, Blocking.JAVA);
                }
                count[0]++;
                lock.release();
            }
            return true;
        });
        assertThat(Threads.results(running)).containsOnly(true);
        assertThat(count[0]).isEqualTo(threads * turns);
        assertThat(lock.isLocked()).isFalse();
    }
}
