package dev.jthreading.sync;

import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import org.jspecify.annotations.Nullable;

/** A reentrant mutual exclusion lock, owned by the thread that took it (Python's {@code threading.RLock}). */
public final class RLock extends Monitor {

    private final Sync sync = new Sync();

    /**
     * Takes the lock if it is free or this thread's.
     *
     * @throws ArithmeticException if it was taken 2<sup>63</sup>-1 times already
     */
    @Override
    public boolean tryAcquire() {
        return sync.tryAcquire(1);
    }

    @Override
    public boolean acquire(Deadline deadline) throws InterruptedException {
        return acquire(1, deadline);
    }

    private boolean acquire(long levels, Deadline deadline) throws InterruptedException {
        if (deadline.isLimited()) {
            return sync.tryAcquireNanos(levels, deadline.remaining());
        }
        sync.acquireInterruptibly(levels);
        return true;
    }

    @Override
    public boolean release() {
        if (!isHeld()) {
            return false;
        }
        release(1);
        return true;
    }

    private void release(long levels) {
        if (sync.release(levels)) {
            wakeNotified();
        }
    }

    @Override
    public boolean isHeld() {
        return sync.isHeldExclusively();
    }

    @Override
    public boolean isLocked() {
        return sync.level() != 0;
    }

    /** How often the owner took the lock; 0 if it is free. */
    public long level() {
        return sync.level();
    }

    /** How often this thread took the lock; 0 if it is free or another's. */
    public long levelOfCurrentThread() {
        return isHeld() ? sync.level() : 0;
    }

    /** The thread that holds the lock, as far as can be told without stopping it. */
    public @Nullable Thread owner() {
        return sync.owner();
    }

    @Override
    public void reset() {
        long level = sync.level();
        if (level != 0) {
            release(level);
        }
    }

    @Override
    public long releaseAll() {
        long level = sync.level();
        release(level);
        return level;
    }

    @Override
    public boolean restore(long level) throws InterruptedException {
        return acquire(level, Deadline.NEVER);
    }

    @Override
    public String toString() {
        Thread owner = owner();
        return "<threading.RLock " + (owner == null ? "unlocked>" : "owned by " + owner.getName() + ">");
    }

    private static final class Sync extends AbstractQueuedLongSynchronizer {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean tryAcquire(long levels) {
            Thread current = Thread.currentThread();
            if (getExclusiveOwnerThread() == current) {
                setState(Math.addExact(getState(), levels));
                return true;
            }
            if (compareAndSetState(0, levels)) {
                setExclusiveOwnerThread(current);
                return true;
            }
            return false;
        }

        /** The owner goes before the state: after it another thread may be the owner. */
        @Override
        protected boolean tryRelease(long levels) {
            long left = getState() - levels;
            if (left == 0) {
                setExclusiveOwnerThread(null);
            }
            setState(left);
            return left == 0;
        }

        @Override
        protected boolean isHeldExclusively() {
            return getExclusiveOwnerThread() == Thread.currentThread();
        }

        long level() {
            return getState();
        }

        @Nullable Thread owner() {
            return getState() == 0 ? null : getExclusiveOwnerThread();
        }
    }
}
