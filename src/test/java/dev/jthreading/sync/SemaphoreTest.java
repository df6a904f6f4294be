package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.sync.Threads.Running;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemaphoreTest {

    @Test
    void handsOutItsPermits() {
        Semaphore semaphore = new Semaphore(2, Long.MAX_VALUE);
        assertThat(semaphore.tryAcquire()).isTrue();
        assertThat(semaphore.tryAcquire()).isTrue();
        assertThat(semaphore.tryAcquire()).isFalse();
        assertThat(semaphore.permits()).isZero();
    }

    @Test
    void oneReleaseOfManyWakesAsManyWaiters() throws InterruptedException {
        Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);
        List<Running<Boolean>> waiting = Threads.start(5, () -> semaphore.acquire(Deadline.NEVER, Blocking.JAVA));
        waiting.forEach(Running::parked);
        assertThat(semaphore.release(5)).isTrue();
        assertThat(Threads.results(waiting)).containsOnly(true);
        assertThat(semaphore.permits()).isZero();
    }

    @Test
    void aReleaseAboveTheBoundAddsNoPermit() {
        Semaphore semaphore = new Semaphore(3, 3);
        assertThat(semaphore.release(1)).isFalse();
        semaphore.tryAcquire();
        semaphore.tryAcquire();
        assertThat(semaphore.release(3)).isFalse();
        assertThat(semaphore.permits()).isEqualTo(1);
        assertThat(semaphore.release(2)).isTrue();
        assertThat(semaphore.permits()).isEqualTo(3);
    }

    @Test
    void aLargeCountDoesNotOverflow() {
        Semaphore semaphore = new Semaphore(5, Long.MAX_VALUE);
        assertThat(semaphore.release(Long.MAX_VALUE)).isFalse();
        assertThat(semaphore.permits()).isEqualTo(5);
    }

    /** An interrupt that comes after the notification finds no permit to lose, and forwards the notification. */
    @Test
    void anInterruptedThreadForwardsItsNotification() throws InterruptedException {
        Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);
        DelayedBlocking interrupting = new DelayedBlocking();
        interrupting.interrupting = true;
        interrupting.proceed.release();
        Running<Boolean> interrupted = Threads.start(() -> {
            assertThatThrownBy(() -> semaphore.acquire(Deadline.NEVER, interrupting)).isInstanceOf(InterruptedException.class);
            return true;
        }).parked();
        Running<Boolean> next = Threads.start(() -> semaphore.acquire(Deadline.NEVER, Blocking.JAVA)).parked();
        semaphore.release(1);
        assertThat(interrupted.get()).isTrue();
        assertThat(next.get()).isTrue();
        assertThat(semaphore.permits()).isZero();
    }

    @Test
    void permitsThatAreSetWakeAsManyWaiters() throws InterruptedException {
        Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);
        List<Running<Boolean>> waiting = Threads.start(3, () -> semaphore.acquire(Deadline.NEVER, Blocking.JAVA));
        waiting.forEach(Running::parked);
        semaphore.setPermits(3);
        assertThat(Threads.results(waiting)).containsOnly(true);
        assertThat(semaphore.permits()).isZero();
    }

    @Test
    void waitingThreadsComeBackWhenItIsDelegated() throws InterruptedException {
        Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);
        Running<Boolean> waiting = Threads.start(() -> semaphore.acquire(Deadline.NEVER, Blocking.JAVA)).parked();
        semaphore.delegateTo(new Object());
        assertThat(waiting.get()).isFalse();
        semaphore.setPermits(1);
        assertThat(semaphore.tryAcquire()).isFalse();
    }
}
