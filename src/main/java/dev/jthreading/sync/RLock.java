package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A reentrant mutual exclusion lock, owned by the thread that took it (Python's {@code threading.RLock}). */
public final class RLock extends QueuedLock {

    private static final long serialVersionUID = 1L;
    private static final VarHandle LEVEL;

    static {
        try {
            LEVEL = MethodHandles.lookup().findVarHandle(RLock.class, "level", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The owner, which is the superclass's, is written by the owner itself, the only one that has to find itself there. */
    private volatile long level;

    /** {@code ArithmeticException} if it would be taken more than 2<sup>63</sup>-1 times. */
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

    /** Nobody waits for a change from one level to another: it needs no fence, which would cost as much as all the rest. */
    private void setLevelOfOwner(long levels) {
        LEVEL.setRelease(this, levels);
    }

    /** The owner goes before the level: after it another thread may be the owner. */
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
    boolean acceptHandOff() {
        setExclusiveOwnerThread(Thread.currentThread());
        return true;
    }

    @Override
    public boolean isHeld() {
        return getExclusiveOwnerThread() == Thread.currentThread();
    }

    @Override
    public boolean isLocked() {
        return level != 0;
    }

    /** How often the owner took the lock; 0 if it is free. */
    public long level() {
        return level;
    }

    /** How often this thread took the lock; 0 if it is free or another's. */
    public long levelOfCurrentThread() {
        return isHeld() ? level : 0;
    }

    /** The thread that holds the lock, as far as can be told without stopping it. */
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
        return Names.describe("RLock", this, owner == null ? "unlocked" : "owned by " + owner.getName());
    }
}
