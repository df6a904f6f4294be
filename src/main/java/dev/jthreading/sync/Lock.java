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
public final class Lock extends QueuedLock {

    private static final long serialVersionUID = 1L;

    private static final long UNLOCKED = 0;
    /** Locked, and about to be handed to another: who releases it now comes too late. */
    private static final long IN_HAND_OFF = -1;
    /** Added to the id of a thread that the lock was handed to, and that was woken to find that out. */
    private static final long HANDED_OFF = 1L << 62;
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
    boolean tryAcquire(long levels) {
        return STATE.compareAndSet(this, UNLOCKED, Thread.currentThread().threadId());
    }

    /** One compare-and-set in all cases, so that of two threads that release at once only one succeeds. */
    @Override
    public boolean release() {
        return releaseOrHandOff();
    }

    @Override
    boolean tryRelease() {
        return replaceIfLocked(UNLOCKED);
    }

    @Override
    boolean beginHandOff(long levels) {
        return replaceIfLocked(IN_HAND_OFF);
    }

    /** Again if whom it was handed to has meanwhile put its own id there. */
    private boolean replaceIfLocked(long replacement) {
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
    void completeHandOff(@Nullable Thread successor) {
        state = successor == null ? UNLOCKED : HANDED_OFF + successor.threadId();
    }

    /** The one who handed it over may be one step behind. */
    @Override
    boolean acceptHandOff() {
        while (state == IN_HAND_OFF) {
            Thread.onSpinWait();
        }
        long me = Thread.currentThread().threadId();
        // Somebody else may have released it already.
        return STATE.compareAndSet(this, HANDED_OFF + me, me);
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
        return taker > UNLOCKED && taker < HANDED_OFF ? taker : 0;
    }

    @Override
    public String toString() {
        return Names.describe("Lock", this, isLocked() ? "locked" : "unlocked");
    }
}
