package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.sync.Threads.Running;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What locks of both kinds do when several threads want them. */
class QueuedLockTest {

    /** How often a woken thread may be too late before it is handed the lock. */
    private static final int MAX_FAILED_ATTEMPTS = 4;

    static Stream<QueuedLock> locks() {
        return Stream.of(new Lock(), new RLock());
    }

    /** Ends its waits when the test says so, as a thread does that has to take the interpreter lock first. */
    private static final class Late implements Blocking {
        private final java.util.concurrent.Semaphore woken = new java.util.concurrent.Semaphore(0);
        private final java.util.concurrent.Semaphore go = new java.util.concurrent.Semaphore(0);
        private volatile boolean interrupting;

        @Override
        public boolean await(Wait wait) throws InterruptedException {
            boolean result = wait.await();
            woken.release();
            go.acquire();
            if (interrupting) {
                throw new InterruptedException();
            }
            return result;
        }

        @Override
        public boolean isDeferrable(Throwable interruption) {
            return interruption instanceof InterruptedException;
        }
    }

    private static void waits(Running<?> running) {
        Threads.until(() -> LockSupport.getBlocker(running.thread()) instanceof QueuedLock);
    }

    /** Has {@code running} come too late until the next release hands it the lock, which this thread then holds. */
    private static void exhaust(QueuedLock lock, Running<?> running, Late late) throws InterruptedException {
        for (int i = 0; i < MAX_FAILED_ATTEMPTS; i++) {
            waits(running);
            lock.release();
            late.woken.acquire();
            assertThat(lock.tryAcquire()).as("a thread that comes by is faster").isTrue();
            late.go.release();
        }
        waits(running);
    }

    @ParameterizedTest
    @MethodSource("locks")
    void oneThatIsTooLateTooOftenIsHandedTheLock(QueuedLock lock) throws InterruptedException {
        Late late = new Late();
        lock.tryAcquire();
        Running<Boolean> running = Threads.start(() -> lock.acquire(Deadline.NEVER, late) && lock.isHeld() && lock.release());
        exhaust(lock, running, late);
        lock.release();
        assertThat(lock.isLocked()).isTrue();
        assertThat(lock.tryAcquire()).isFalse();
        late.go.release();
        assertThat(running.get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("locks")
    void oneThatIsInterruptedGivesTheLockBackThatItWasHanded(QueuedLock lock) throws InterruptedException {
        Late late = new Late();
        lock.tryAcquire();
        Running<Boolean> running = Threads.start(() -> {
            assertThatThrownBy(() -> lock.acquire(Deadline.NEVER, late)).isInstanceOf(InterruptedException.class);
            return lock.isLocked();
        });
        exhaust(lock, running, late);
        late.interrupting = true;
        lock.release();
        late.go.release();
        assertThat(running.get()).isFalse();
        assertThat(lock.tryAcquire()).isTrue();
    }

    /** Anybody may release a {@link Lock}, also one that was handed to a thread which does not know it yet. */
    @Test
    void oneThatIsInterruptedDoesNotReleaseTheLockOfAnother() throws InterruptedException {
        Lock lock = new Lock();
        Late late = new Late();
        lock.tryAcquire();
        Running<Boolean> running = Threads.start(() -> {
            assertThatThrownBy(() -> lock.acquire(Deadline.NEVER, late)).isInstanceOf(InterruptedException.class);
            return lock.isLocked();
        });
        exhaust(lock, running, late);
        late.interrupting = true;
        lock.release();
        assertThat(lock.release()).as("a third one releases it").isTrue();
        assertThat(lock.tryAcquire()).as("a fourth one takes it").isTrue();
        late.go.release();
        assertThat(running.get()).isTrue();
        assertThat(lock.holder()).isEqualTo(Thread.currentThread().threadId());
    }

    @ParameterizedTest
    @MethodSource("locks")
    void oneThatTakesItsLockAgainIsInterruptedWhenItHasIt(QueuedLock lock) throws InterruptedException {
        Late late = new Late();
        late.interrupting = true;
        lock.tryAcquire();
        Running<Boolean> running = Threads.start(() -> {
            assertThatThrownBy(() -> lock.restore(3, late)).isInstanceOf(InterruptedException.class);
            return lock.isHeld() && lock.releaseAll() > 0;
        });
        waits(running);
        lock.release();
        late.go.release();
        assertThat(running.get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("locks")
    void anInterruptedThreadLeavesTheLockToTheNext(QueuedLock lock) throws InterruptedException {
        Late late = new Late();
        late.interrupting = true;
        lock.tryAcquire();
        Running<Boolean> first = Threads.start(() -> {
            assertThatThrownBy(() -> lock.acquire(Deadline.NEVER, late)).isInstanceOf(InterruptedException.class);
            return true;
        });
        waits(first);
        Running<Boolean> second = Threads.start(() -> lock.acquire(Deadline.NEVER, Blocking.JAVA) && lock.release());
        waits(second);
        lock.release();
        late.woken.acquire();
        assertThat(second.thread().getState()).as("only one is woken").isEqualTo(Thread.State.WAITING);
        late.go.release();
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
