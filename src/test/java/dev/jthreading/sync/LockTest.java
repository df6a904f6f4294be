package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.sync.Threads.Running;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LockTest {

    private final Lock lock = new Lock();

    @Test
    void anyThreadMayRelease() throws InterruptedException {
        assertThat(lock.tryAcquire()).isTrue();
        assertThat(lock.tryAcquire()).isFalse();
        assertThat(Threads.start(lock::release).get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void aReleaseOfAFreeLockHasNoEffect() {
        assertThat(lock.release()).isFalse();
        assertThat(lock.tryAcquire()).isTrue();
        assertThat(lock.tryAcquire()).isFalse();
    }

    @Test
    void ofTwoThreadsThatReleaseAtOnceOneSucceeds() throws InterruptedException {
        for (int round = 0; round < 1_000; round++) {
            lock.tryAcquire();
            List<Running<Boolean>> releasing = Threads.start(2, lock::release);
            assertThat(Threads.results(releasing)).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void aReleaseLetsOneWaiterAcquire() throws InterruptedException {
        lock.tryAcquire();
        List<Running<Boolean>> waiting = Threads.start(8, () -> lock.acquire(Deadline.NEVER, Blocking.JAVA));
        waiting.forEach(Running::parked);
        for (int done = 0; done < waiting.size(); done++) {
            assertThat(lock.release()).isTrue();
            int expected = done + 1;
            Threads.until(() ->
                    waiting.stream().filter(each -> each.result().isDone()).count() == expected);
            assertThat(lock.isLocked()).isTrue();
        }
    }

    @Test
    void aWaitEndsAtItsDeadlineAndNotBefore() throws InterruptedException {
        lock.tryAcquire();
        long start = System.nanoTime();
        assertThat(lock.acquire(Deadline.after(TimeUnit.MILLISECONDS.toNanos(20)), Blocking.JAVA)).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void aFreeLockIsAcquiredAfterTheDeadlineToo() throws InterruptedException {
        assertThat(lock.acquire(Deadline.after(-1), Blocking.JAVA)).isTrue();
        assertThat(lock.acquire(Deadline.after(0), Blocking.JAVA)).isFalse();
    }

    @Test
    void anInterruptedWaiterLeavesTheLockFree() throws InterruptedException {
        lock.tryAcquire();
        Running<Boolean> interrupted = Threads.start(() -> {
            try {
                return lock.acquire(Deadline.NEVER, Blocking.JAVA);
            } catch (InterruptedException e) {
                return false;
            }
        }).parked();
        interrupted.thread().interrupt();
        assertThat(interrupted.get()).isFalse();
        lock.release();
        assertThat(lock.tryAcquire()).isTrue();
    }

    @Test
    void excludesThreadsFromEachOther() throws InterruptedException {
        int[] counter = {0};
        List<Running<Boolean>> counting = Threads.start(4, () -> {
            for (int i = 0; i < 10_000; i++) {
                lock.acquire(Deadline.NEVER, Blocking.JAVA);
                counter[0]++;
                lock.release();
            }
            return true;
        });
        Threads.results(counting);
        assertThat(counter[0]).isEqualTo(40_000);
    }
}
