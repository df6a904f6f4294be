package dev.jthreading.sync;

import java.util.concurrent.Semaphore;

/** Returns from a wait when the test says so, like a gateway that has to take the GIL again first. */
final class DelayedBlocking implements Blocking {

    /** Gets a permit for each wait that has ended. */
    final Semaphore woken = new Semaphore(0);
    /** Needs a permit for each wait that is to return. */
    final Semaphore proceed = new Semaphore(0);
    /** Whether the waits throw instead of returning. */
    volatile boolean interrupting;
    /** Whether the waits return as if their deadline had passed. */
    volatile boolean timingOut;

    @Override
    public boolean await(Wait wait) throws InterruptedException {
        boolean result = wait.await();
        woken.release();
        proceed.acquire();
        if (interrupting) {
            throw new InterruptedException();
        }
        return result && !timingOut;
    }

    @Override
    public boolean isDeferrable(Throwable interruption) {
        return interruption instanceof InterruptedException;
    }
}
