package dev.jthreading.sync;

import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import org.jspecify.annotations.Nullable;

/** A counter of permits that never falls below zero (Python's {@code threading.Semaphore}). */
public final class Semaphore implements ContextManager {

    private final Sync sync;
    private final long bound;

    /** {@code permits} to start with, and never more than {@code bound}. */
    public Semaphore(long permits, long bound) {
        this.sync = new Sync(permits, bound, this);
        this.bound = bound;
    }

    /** Takes a permit if there is one. */
    public boolean tryAcquire() {
        return sync.tryAcquireShared(1) >= 0;
    }

    /** Takes a permit, waiting until {@code deadline}; returns whether it got one. */
    public boolean acquire(Deadline deadline) throws InterruptedException {
        if (deadline.isLimited()) {
            return sync.tryAcquireSharedNanos(1, deadline.remaining());
        }
        sync.acquireSharedInterruptibly(1);
        return true;
    }

    /** Takes a permit in the same way, waiting in {@code blocking}. */
    public boolean acquire(Deadline deadline, Blocking blocking) throws InterruptedException {
        return blocking.await(Blocking.Wait.until(() -> permits() > 0 || deadline.remaining() <= 0, () -> acquire(deadline)));
    }

    /** Gives {@code count} permits; returns false, and gives none, if there would be more than the bound. */
    public boolean release(long count) {
        return sync.releaseShared(count);
    }

    @Override
    public boolean __enter__() throws InterruptedException {
        return acquire(Deadline.NEVER);
    }

    @Override
    public void __exit__(@Nullable Object type, @Nullable Object exception, @Nullable Object traceback) {
        if (!release(1)) {
            throw new IllegalMonitorStateException("semaphore released too many times");
        }
    }

    /** Permits left. */
    public long permits() {
        return sync.permits();
    }

    /** What the JVM's tools say that threads wait for, if that is {@code blocker}: the semaphore that it is part of, or itself. */
    public static Object blocker(Object blocker) {
        return blocker instanceof Sync sync ? sync.semaphore() : blocker;
    }

    /** The most permits there may be. */
    public long bound() {
        return bound;
    }

    @Override
    public String toString() {
        return Names.describe("Semaphore", this, "value=" + permits());
    }

    private static final class Sync extends AbstractQueuedLongSynchronizer {
        private static final long serialVersionUID = 1L;
        private final long bound;
        private final transient Semaphore semaphore;

        Sync(long permits, long bound, Semaphore semaphore) {
            this.bound = bound;
            this.semaphore = semaphore;
            setState(permits);
        }

        Semaphore semaphore() {
            return semaphore;
        }

        @Override
        public String toString() {
            return semaphore.toString();
        }

        long permits() {
            return getState();
        }

        @Override
        protected long tryAcquireShared(long count) {
            while (true) {
                long permits = getState();
                long left = permits - count;
                if (left < 0 || compareAndSetState(permits, left)) {
                    return left;
                }
            }
        }

        @Override
        protected boolean tryReleaseShared(long count) {
            while (true) {
                long permits = getState();
                if (count > bound - permits) {
                    return false;
                }
                if (compareAndSetState(permits, permits + count)) {
                    return true;
                }
            }
        }
    }
}
