package dev.jthreading.bench.sync;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Semaphore;

/** Two semaphores, one for each direction. */
final class SemaphoreRoundTrip implements RoundTrip {

    private final Semaphore there = new Semaphore(0, Long.MAX_VALUE);
    private final Semaphore back = new Semaphore(0, Long.MAX_VALUE);

    @Override
    public void lead() throws InterruptedException {
        there.release(1);
        back.acquire(Deadline.NEVER, Blocking.JAVA);
    }

    @Override
    public void follow() throws InterruptedException {
        there.acquire(Deadline.NEVER, Blocking.JAVA);
        back.release(1);
    }

    /** The same in {@code java.util.concurrent}. */
    static final class Peer implements RoundTrip {

        private final java.util.concurrent.Semaphore there = new java.util.concurrent.Semaphore(0);
        private final java.util.concurrent.Semaphore back = new java.util.concurrent.Semaphore(0);

        @Override
        public void lead() throws InterruptedException {
            there.release();
            back.acquire();
        }

        @Override
        public void follow() throws InterruptedException {
            there.acquire();
            back.release();
        }
    }
}
