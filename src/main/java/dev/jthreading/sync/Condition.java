package dev.jthreading.sync;

import org.jspecify.annotations.Nullable;

/** A condition variable on a {@link Lock} or an {@link RLock} (Python's {@code threading.Condition}). */
public final class Condition implements Waiters, ContextManager {

    /*
     * Implementation note: the life of a wait. WaitQueue says who gets a notification.
     *
     *     1. enqueue       the thread queues; from here on a notification can reach it
     *     2. releaseAll    it releases the lock at all levels
     *     3. await         it waits for a notification, its deadline or an interrupt, whichever comes first
     *     4. restore       it acquires the lock again, whatever ended the wait, and no deadline or interrupt ends this
     *     5. the method returns whether the notification came first, or throws what interrupted it in 3 or 4; a
     *        notification that came before that goes to the next waiter
     *
     * notify marks its waiters at once, and has the next release of the lock unpark them: see QueuedLock.wakeOnRelease. A
     * thread that was unparked before would only queue for the lock. That would cost it and the releaser a second wake-up.
     * If the deadline passes between notification and release, the wait counts as notified.
     */

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

    /** Whether the lock is held, as {@link #await} and {@link #notify(long)} require it. */
    public boolean isHeld() {
        return lock.isHeld();
    }

    /**
     * Releases the lock, waits for a notification, and acquires the lock again whatever ended the wait. Returns false if
     * {@code deadline} passed first.
     */
    public boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
        Waiter waiter = queue.enqueue();
        long level = lock.releaseAll();
        boolean notified = false;
        try {
            notified = queue.await(waiter, deadline, blocking);
        } finally {
            restore(level, notified, blocking);
        }
        return notified;
    }

    /** Acquires the lock again. If that is interrupted, the next waiter gets the notification: this one cannot act on it. */
    private void restore(long level, boolean notified, Blocking blocking) throws InterruptedException {
        boolean interrupted = true;
        try {
            lock.restore(level, blocking);
            interrupted = false;
        } finally {
            if (interrupted && notified) {
                notify(1);
            }
        }
    }

    /** {@inheritDoc} They wake up when the lock is released. */
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
        return Names.describe("threading.Condition", this, "");
    }
}
