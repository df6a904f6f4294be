package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A counter of permits; an acquire waits while there is none (Python's {@code threading.Semaphore}). */
public final class Semaphore implements ContextManager {

    /*
     * Implementation note: acquire takes a permit by compare-and-set, release adds permits likewise and notifies as many
     * waiters.
     *
     * Barging: a release hands no permit to a waiter. A woken thread takes its permit after its wait, when its Blocking
     * has taken back what it gave up, as the GIL. Another thread may be faster; then the woken one waits again. There is
     * no hand-off, so nothing bounds how often this happens. CPython's semaphore does not bound it either.
     *
     * Timeout and interrupt: a thread has no permit during its wait, so neither can lose one. After a timeout the thread
     * tries once more. An interrupted thread that was notified before forwards the notification: see WaitQueue.
     *
     * Memory order: permits and queue are two variables. A waiter queues, then looks at the permits. A release adds
     * permits, then looks at the queue. At least one of the two sees the other.
     *
     * Delegation: a Python program may ask for the condition under which CPython's semaphore changes its value. From then
     * on the program changes permits under that condition, by setPermits. tryAcquire fails, and waiting threads come back
     * without a permit, so that the caller takes it under the condition.
     */

    private static final VarHandle PERMITS = Atomics.field(MethodHandles.lookup(), "permits", long.class);
    private static final VarHandle QUEUE = Atomics.field(MethodHandles.lookup(), "queue", WaitQueue.class);

    private volatile long permits;
    private volatile long bound;
    /** Null until somebody had to wait. */
    private volatile @Nullable WaitQueue queue;
    /** Null unless the semaphore is delegated. */
    private volatile @Nullable Object condition;

    /** A semaphore with {@code permits}, and never more than {@code bound} after a release. */
    public Semaphore(long permits, long bound) {
        this.permits = permits;
        this.bound = bound;
    }

    /** Takes a permit if there is one, and the semaphore is not delegated; returns whether it did. */
    public boolean tryAcquire() {
        while (true) {
            long before = permits;
            if (before == 0 || condition != null) {
                return false;
            }
            if (PERMITS.compareAndSet(this, before, before - 1)) {
                return true;
            }
        }
    }

    /** Takes a permit; returns false if {@code deadline} passed first, or if the semaphore is delegated. */
    public boolean acquire(Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean inTime = true;
        while (!tryAcquire()) {
            if (!inTime || condition != null) {
                return false;
            }
            inTime = awaitPermits(queue(), deadline, blocking);
        }
        return true;
    }

    private boolean awaitPermits(WaitQueue waiters, Deadline deadline, Blocking blocking) throws InterruptedException {
        Waiter waiter = waiters.enqueue();
        if (permits != 0 || condition != null) {
            waiters.cancelOrForward(waiter);
            return true;
        }
        return waiters.await(waiter, deadline, blocking);
    }

    private WaitQueue queue() {
        WaitQueue waiters = queue;
        if (waiters == null) {
            WaitQueue created = new WaitQueue(this);
            waiters = (WaitQueue) QUEUE.compareAndExchange(this, null, created);
            waiters = waiters == null ? created : waiters;
        }
        return waiters;
    }

    /** Adds {@code count} permits; returns false, and adds none, if there would be more than the bound. */
    public boolean release(long count) {
        while (true) {
            long before = permits;
            if (before > bound - count) {
                return false;
            }
            if (PERMITS.compareAndSet(this, before, before + count)) {
                notifyWaiters(count);
                return true;
            }
        }
    }

    private void notifyWaiters(long count) {
        WaitQueue waiters = queue;
        if (waiters != null) {
            waiters.notify(count);
        }
    }

    @Override
    public boolean __enter__() throws InterruptedException {
        return acquire(Deadline.NEVER, Blocking.JAVA);
    }

    @Override
    public void __exit__(@Nullable Object type, @Nullable Object exception, @Nullable Object traceback) {
        if (!release(1)) {
            throw new IllegalMonitorStateException("semaphore released too many times");
        }
    }

    /** Permits left. */
    public long permits() {
        return permits;
    }

    /** Sets how many permits are left, and notifies as many waiters. Below zero every acquire succeeds, as in CPython. */
    public void setPermits(long count) {
        permits = count;
        notifyWaiters(count < 0 ? Long.MAX_VALUE : count);
    }

    /** The most permits there may be. */
    public long bound() {
        return bound;
    }

    /** Sets how many permits there may be from now on. */
    public void setBound(long most) {
        bound = most;
    }

    /** The condition under which the caller must change permits; null if the semaphore is not delegated. */
    public @Nullable Object condition() {
        return condition;
    }

    /**
     * Delegates the semaphore: from now on callers change permits under {@code newCondition} only, by {@link #setPermits}. Each
     * acquire fails, also one that waits already.
     */
    public void delegateTo(Object newCondition) {
        condition = newCondition;
        notifyWaiters(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return Names.describe("threading.Semaphore", this, "value=" + permits);
    }
}
