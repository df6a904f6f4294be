package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A mutual exclusion lock without an owner: any thread may release it (Python's {@code threading.Lock}). A thread that did
 * not queue may barge in before a woken one, but not without end: see {@link QueuedLock}.
 *
 * <p>The lock word holds the id of the thread that acquired the lock. Only thread dumps use it.
 */
public final class Lock extends QueuedLock {

    private static final long serialVersionUID = 1L;

    private static final long UNLOCKED = 0;
    /** A release is about to hand the lock off. Another release waits for the few steps until it has, or has freed the lock. */
    private static final long IN_HAND_OFF = -1;
    /** Added to the id of a thread that a release handed the lock to, until the thread accepts it. */
    private static final long HANDED_OFF = 1L << 62;
    private static final VarHandle STATE = Atomics.field(MethodHandles.lookup(), "state", long.class);

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

    /**
     * Tries again if the holder changed meanwhile, as when a successor accepts: the lock is locked all the same. During a
     * hand-off it cannot tell yet: if it failed then, a later acquire might still find the lock taken.
     */
    private boolean replaceIfLocked(long replacement) {
        while (true) {
            long before = state;
            if (before == UNLOCKED) {
                return false;
            }
            if (before != IN_HAND_OFF && STATE.compareAndSet(this, before, replacement)) {
                return true;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    void completeHandOff(@Nullable Thread successor) {
        state = successor == null ? UNLOCKED : HANDED_OFF + successor.threadId();
    }

    @Override
    void acceptHandOff() {
        replaceHandedOff(Thread.currentThread().threadId());
    }

    @Override
    boolean declineHandOff() {
        return replaceHandedOff(UNLOCKED);
    }

    /** Fails if another thread has released the lock already. */
    private boolean replaceHandedOff(long replacement) {
        // The releaser made this thread the owner, and writes the lock word next.
        while (state == IN_HAND_OFF) {
            Thread.onSpinWait();
        }
        return STATE.compareAndSet(this, HANDED_OFF + Thread.currentThread().threadId(), replacement);
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
        long id = state;
        return id > UNLOCKED && id < HANDED_OFF ? id : 0;
    }

    @Override
    public String toString() {
        return Names.describe("threading.Lock", this, isLocked() ? "locked" : "unlocked");
    }
}
