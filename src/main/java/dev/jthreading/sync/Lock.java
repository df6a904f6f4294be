package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A mutual exclusion lock that nobody owns: any thread may release it (Python's {@code threading.Lock}). A release
 * wakes one waiter; a thread that comes by may be faster than the woken one, but not always.
 *
 * <p>The state is the id of the thread that took the lock, which is not to own it: thread dumps show it.
 */
public final class Lock extends Monitor {

    private static final long serialVersionUID = 1L;

    private static final long UNLOCKED = 0;
    /** Locked, and about to be handed to another: who releases it now comes too late. */
    private static final long RESERVED = -1;
    /** Added to the id of a thread that the lock was handed to, and that was woken to find that out. */
    private static final long HANDED = 1L << 62;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lock.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long state = UNLOCKED;

    @Override
    boolean tryTake(long levels) {
        return STATE.compareAndSet(this, UNLOCKED, Thread.currentThread().threadId());
    }

    /** One compare-and-set in all cases, so that of two threads that release at once only one succeeds. */
    @Override
    public boolean release() {
        return passOn();
    }

    @Override
    boolean free() {
        return replaceLocked(UNLOCKED);
    }

    @Override
    boolean reserve(long levels) {
        return replaceLocked(RESERVED);
    }

    /** Again if whom it was handed to has meanwhile put its own id there. */
    private boolean replaceLocked(long replacement) {
        long taker;
        do {
            taker = state;
            if (taker <= UNLOCKED) {
                return false;
            }
        } while (!STATE.compareAndSet(this, taker, replacement));
        return true;
    }

    @Override
    void endReservation(@Nullable Thread heir) {
        state = heir == null ? UNLOCKED : HANDED + heir.threadId();
    }

    /** The one who handed it over may be one step behind. */
    @Override
    boolean adopt() {
        while (state == RESERVED) {
            Thread.onSpinWait();
        }
        long me = Thread.currentThread().threadId();
        // Somebody else may have released it already.
        return STATE.compareAndSet(this, HANDED + me, me);
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
    public long holder() {
        long taker = state;
        return taker > UNLOCKED && taker < HANDED ? taker : 0;
    }

    @Override
    public String toString() {
        return Names.describe("Lock", this, isLocked() ? "locked" : "unlocked");
    }
}
