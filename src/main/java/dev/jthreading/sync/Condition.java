package dev.jthreading.sync;

/** A condition variable on a {@link Lock} or an {@link RLock} (Python's {@code threading.Condition}). */
public final class Condition {

    private final Monitor monitor;
    private final WaitQueue queue;

    /** A condition on {@code monitor}, with the waiters of {@code queue}. */
    public Condition(Monitor monitor, WaitQueue queue) {
        this.monitor = monitor;
        this.queue = queue;
    }

    /** Whether the lock is held, as {@link #await} and the notifications want it. */
    public boolean isHeld() {
        return monitor.isHeld();
    }

    /**
     * Lets go of the lock, waits to be notified until {@code deadline}, and takes the lock again whatever happened.
     * Waiters queue before the lock is let go: a notification sent after that cannot be missed.
     */
    public boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
        WaitQueue.Waiter waiter = queue.enqueue();
        long saved = monitor.releaseAll();
        try {
            return queue.await(waiter, deadline, blocking);
        } finally {
            blocking.awaitDeferring(() -> monitor.restore(saved));
        }
    }
}
