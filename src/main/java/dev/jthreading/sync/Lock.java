package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A mutual exclusion lock that nobody owns: any thread may release it (Python's {@code threading.Lock}). A release
 * wakes one waiter; a thread that comes by may be faster than the woken one, but not always.
 */
public final class Lock extends Monitor {

    private static final int UNLOCKED = 0;
    private static final int LOCKED = 1;
    /** Locked, and about to be handed to another: who releases it now comes too late. */
    private static final int RESERVED = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lock.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state = UNLOCKED;

    @Override
    boolean tryTake(long levels) {
        return STATE.compareAndSet(this, UNLOCKED, LOCKED);
    }

    /** One compare-and-set in all cases, so that of two threads that release at once only one succeeds. */
    @Override
    public boolean release() {
        return passOn();
    }

    @Override
    boolean free() {
        return STATE.compareAndSet(this, LOCKED, UNLOCKED);
    }

    @Override
    boolean reserve(long levels) {
        return STATE.compareAndSet(this, LOCKED, RESERVED);
    }

    @Override
    void endReservation(boolean handed) {
        state = handed ? LOCKED : UNLOCKED;
    }

    /** The one who handed it over may be one step behind. */
    @Override
    void adopt() {
        while (state == RESERVED) {
            Thread.onSpinWait();
        }
    }

    @Override
    public boolean isLocked() {
        return state != UNLOCKED;
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
        return 1;
    }

    @Override
    public String toString() {
        return "<threading.Lock " + (isLocked() ? "locked>" : "unlocked>");
    }
}
