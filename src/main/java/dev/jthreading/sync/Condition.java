package dev.jthreading.sync;

import org.jspecify.annotations.Nullable;

/** A condition variable on a {@link Lock} or an {@link RLock} (Python's {@code threading.Condition}). */
public final class Condition implements Waiters, ContextManager {

    private final QueuedLock lock;
    private final WaitQueue queue = new WaitQueue(this);

    /** A condition on {@code lock}. */
    public Condition(QueuedLock lock) {
        this.lock = lock;
    }

    @Override
    public boolean __enter__() throws InterruptedException {
        return lock.__enter__();
    }

    @Override
    public void __exit__(@Nullable Object type, @Nullable Object exception, @Nullable Object traceback) {
        lock.__exit__(type, exception, traceback);
    }

    /** Whether the lock is held, as {@link #await} and the notifications want it. */
    public boolean isHeld() {
        return lock.isHeld();
    }

    /**
     * Lets go of the lock, waits to be notified until {@code deadline}, and takes the lock again whatever happened.
     * Waiters queue before the lock is let go: a notification sent after that cannot be missed.
     */
    public boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
        WaitQueue.Waiter waiter = queue.enqueue();
        long saved = lock.releaseAll();
        try {
            return queue.await(waiter, deadline, blocking);
        } finally {
            lock.restore(saved, blocking);
        }
    }

    /**
     * {@inheritDoc} They are woken when the lock is released: before that they could only queue for it, which would
     * cost them, and the thread that releases it, a second wake-up.
     */
    @Override
    public long notify(long count) {
        return queue.notify(count, lock::wakeOnRelease);
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public String toString() {
        return Names.describe("Condition", this, "");
    }
}
