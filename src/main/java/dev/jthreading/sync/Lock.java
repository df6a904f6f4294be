package dev.jthreading.sync;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A mutual exclusion lock that nobody owns: any thread may release it (Python's {@code threading.Lock}). A release
 * wakes one waiter; a thread that comes by may still be faster than the woken one.
 */
public final class Lock extends Monitor {

    private static final int UNLOCKED = 0;
    private static final int LOCKED = 1;

    private final Sync sync = new Sync();

    @Override
    public boolean tryAcquire() {
        return sync.tryAcquire(LOCKED);
    }

    @Override
    public boolean acquire(Deadline deadline) throws InterruptedException {
        if (deadline.isLimited()) {
            return sync.tryAcquireNanos(LOCKED, deadline.remaining());
        }
        sync.acquireInterruptibly(LOCKED);
        return true;
    }

    @Override
    public boolean release() {
        boolean released = sync.release(LOCKED);
        wakeNotified();
        return released;
    }

    @Override
    public boolean isLocked() {
        return sync.isLocked();
    }

    @Override
    public void reset() {
        release();
    }

    @Override
    public boolean isHeld() {
        return isLocked();
    }

    @Override
    public long releaseAll() {
        release();
        return LOCKED;
    }

    @Override
    public boolean restore(long saved) throws InterruptedException {
        return acquire(Deadline.NEVER);
    }

    @Override
    public String toString() {
        return "<threading.Lock " + (isLocked() ? "locked>" : "unlocked>");
    }

    private static final class Sync extends AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean tryAcquire(int ignored) {
            return compareAndSetState(UNLOCKED, LOCKED);
        }

        /** One compare-and-set, so that of two threads that release at once only one succeeds. */
        @Override
        protected boolean tryRelease(int ignored) {
            return compareAndSetState(LOCKED, UNLOCKED);
        }

        boolean isLocked() {
            return getState() == LOCKED;
        }
    }
}
