package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.sync.Threads.Running;
import org.junit.jupiter.api.Test;

class RLockTest {

    private final RLock lock = new RLock();

    @Test
    void itsOwnerMayAcquireItAgain() throws InterruptedException {
        assertThat(lock.tryAcquire()).isTrue();
        assertThat(lock.acquire(Deadline.NEVER, Blocking.JAVA)).isTrue();
        assertThat(lock.level()).isEqualTo(2);
        assertThat(Threads.start(lock::tryAcquire).get()).isFalse();
        assertThat(lock.release()).isTrue();
        assertThat(lock.isLocked()).isTrue();
        assertThat(lock.release()).isTrue();
        assertThat(lock.isLocked()).isFalse();
        assertThat(Threads.start(lock::tryAcquire).get()).isTrue();
    }

    @Test
    void onlyItsOwnerMayRelease() throws InterruptedException {
        assertThat(lock.release()).isFalse();
        lock.tryAcquire();
        assertThat(Threads.start(lock::release).get()).isFalse();
        assertThat(lock.isHeld()).isTrue();
        assertThat(lock.owner()).isSameAs(Thread.currentThread());
    }

    @Test
    void allLevelsAreReleasedAndRestored() throws InterruptedException {
        lock.tryAcquire();
        lock.tryAcquire();
        lock.tryAcquire();
        long saved = lock.releaseAll();
        assertThat(lock.isLocked()).isFalse();
        lock.restore(saved, Blocking.JAVA);
        assertThat(lock.levelOfCurrentThread()).isEqualTo(3);
    }

    @Test
    void aWaiterAcquiresItAfterTheLastRelease() throws InterruptedException {
        lock.tryAcquire();
        lock.tryAcquire();
        Running<Boolean> waiting = Threads.start(() -> lock.acquire(Deadline.NEVER, Blocking.JAVA)).parked();
        lock.release();
        assertThat(waiting.result().isDone()).isFalse();
        lock.release();
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void resetFreesItWhoeverOwnsIt() throws InterruptedException {
        Threads.start(lock::tryAcquire).get();
        lock.reset();
        assertThat(lock.tryAcquire()).isTrue();
    }
}
