package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A counter of permits that never falls below zero (Python's {@code threading.Semaphore}).
 *
 * <p>A thread that waited takes its permit when its wait has ended, and with it all that the {@link Blocking} around it does:
 * what interrupts the thread on its way out finds no permit to lose. Who comes by may be faster than one that was woken, which
 * then waits again.
 *
 * <p>Permits and those that wait for them are two variables. A waiter queues and looks at the permits after that; who gives
 * permits looks at the queue after that: one of the two sees the other.
 */
public final class Semaphore implements ContextManager {

    private static final VarHandle PERMITS;
    private static final VarHandle QUEUE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PERMITS = lookup.findVarHandle(Semaphore.class, "permits", long.class);
            QUEUE = lookup.findVarHandle(Semaphore.class, "queue", WaitQueue.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long permits;
    private volatile long bound;
    /** Null until somebody had to wait. */
    private volatile @Nullable WaitQueue queue;
    /** Null as long as permits change by themselves. */
    private volatile @Nullable Object guard;

    /** {@code permits} to start with, and never more than {@code bound}. */
    public Semaphore(long permits, long bound) {
        this.permits = permits;
        this.bound = bound;
    }

    /** Takes a permit if there is one. */
    public boolean tryAcquire() {
        while (true) {
            long before = permits;
            if (before == 0 || guard != null) {
                return false;
            }
            if (PERMITS.compareAndSet(this, before, before - 1)) {
                return true;
            }
        }
    }

    /** Takes a permit, waiting until {@code deadline}; returns whether it got one. Nobody gets one of a guarded semaphore. */
    public boolean acquire(Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean inTime = true;
        while (!tryAcquire()) {
            if (!inTime || guard != null) {
                return false;
            }
            inTime = awaitPermits(queue(), deadline, blocking);
        }
        return true;
    }

    private boolean awaitPermits(WaitQueue waiters, Deadline deadline, Blocking blocking) throws InterruptedException {
        WaitQueue.Waiter waiter = waiters.enqueue();
        if (permits != 0 || guard != null) {
            waiters.abandon(waiter);
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

    /** Gives {@code count} permits; returns false, and gives none, if there would be more than the bound. */
    public boolean release(long count) {
        while (true) {
            long before = permits;
            if (before > bound - count) {
                return false;
            }
            if (PERMITS.compareAndSet(this, before, before + count)) {
                wake(count);
                return true;
            }
        }
    }

    private void wake(long count) {
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

    /** Has so many permits be left, and wakes as many threads that wait. Below zero each acquire goes on, as in CPython. */
    public void setPermits(long count) {
        permits = count;
        wake(count < 0 ? Long.MAX_VALUE : count);
    }

    /** The most permits there may be. */
    public long bound() {
        return bound;
    }

    /** From now on there may be so many permits. */
    public void setBound(long most) {
        bound = most;
    }

    /** What permits are only to be changed under, which is the caller's business; null if there is nothing like that. */
    public @Nullable Object condition() {
        return guard;
    }

    /**
     * From now on permits are only to be changed under {@code condition}: acquires come back without a permit, those that wait too,
     * and whoever wants one takes it by {@link #setPermits}.
     */
    public void delegateTo(Object condition) {
        guard = condition;
        wake(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return Names.describe("Semaphore", this, "value=" + permits);
    }
}
