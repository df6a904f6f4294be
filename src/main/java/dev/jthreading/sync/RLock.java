package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant mutual exclusion lock, owned by the thread that acquired it (Python's {@code threading.RLock}). How threads
 * wait for it is in {@link QueuedLock}.
 *
 * <p>The lock word is the recursion level. The owner, a field of the superclass, is not volatile. Only the owner writes its
 * own thread there, so {@link #isHeld} is right in every thread. After a hand-off there is no owner until the successor
 * accepts it.
 */
public final class RLock extends QueuedLock {

    private static final long serialVersionUID = 1L;
    private static final VarHandle LEVEL = Atomics.field(MethodHandles.lookup(), "level", long.class);

    private volatile long level;

    /** Throws {@code ArithmeticException} at a level above 2<sup>63</sup>-1. */
    @Override
    boolean tryAcquire(long levels) {
        if (isHeld()) {
            setLevelOfOwner(Math.addExact(level, levels));
            return true;
        }
        if (LEVEL.compareAndSet(this, 0L, levels)) {
            setExclusiveOwnerThread(Thread.currentThread());
            return true;
        }
        return false;
    }

    @Override
    public boolean release() {
        if (!isHeld()) {
            return false;
        }
        if (level > 1) {
            setLevelOfOwner(level - 1);
            return true;
        }
        return releaseFully();
    }

    /** Nobody waits for a change from one level above 0 to another. It needs no full fence, which would cost as much as all the rest. */
    private void setLevelOfOwner(long levels) {
        LEVEL.setRelease(this, levels);
    }

    /** Clears the owner before the level: after the level another thread may be the owner, and must remain it. */
    private boolean releaseFully() {
        setExclusiveOwnerThread(null);
        return releaseOrHandOff();
    }

    @Override
    boolean tryRelease() {
        level = 0;
        return true;
    }

    @Override
    boolean beginHandOff(long levels) {
        level = levels;
        return true;
    }

    @Override
    void completeHandOff(@Nullable Thread successor) {
        if (successor == null) {
            level = 0;
        }
    }

    @Override
    void acceptHandOff() {
        setExclusiveOwnerThread(Thread.currentThread());
    }

    @Override
    boolean declineHandOff() {
        return tryRelease();
    }

    @Override
    public boolean isHeld() {
        return getExclusiveOwnerThread() == Thread.currentThread();
    }

    @Override
    public boolean isLocked() {
        return level != 0;
    }

    /** How often the owner acquired the lock; 0 if nobody holds it. */
    public long level() {
        return level;
    }

    /** How often this thread acquired the lock; 0 if another holds it, or nobody. */
    public long levelOfCurrentThread() {
        return isHeld() ? level : 0;
    }

    /** The thread that holds the lock, as far as one can tell without stopping it. */
    public @Nullable Thread owner() {
        return level == 0 ? null : getExclusiveOwnerThread();
    }

    @Override
    public void reset() {
        if (isLocked()) {
            releaseFully();
        }
    }

    @Override
    public long releaseAll() {
        long levels = level;
        releaseFully();
        return levels;
    }

    @Override
    public long holder() {
        Thread owner = owner();
        return owner == null ? 0 : owner.threadId();
    }

    @Override
    public String toString() {
        Thread owner = owner();
        return Names.describe("threading.RLock", this, owner == null ? "unlocked" : "owned by " + owner.getName());
    }
}
