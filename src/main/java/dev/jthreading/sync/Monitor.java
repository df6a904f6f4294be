package dev.jthreading.sync;

/** A lock, and what a {@link Condition} needs to let go of it, whole, and take it again as it was. */
public sealed interface Monitor permits Lock, RLock {

    /** Takes the lock if it can be taken at once; returns whether it was. */
    boolean tryAcquire();

    /** Takes the lock, waiting until {@code deadline}; returns whether it was taken. */
    boolean acquire(Deadline deadline) throws InterruptedException;

    /** Takes back one acquire; returns false, and does nothing, if this thread may not. */
    boolean release();

    /** Whether any thread has the lock. */
    boolean isLocked();

    /** Whether the lock is held as far as a condition can tell: by this thread, or for {@link Lock} by anyone. */
    boolean isHeld();

    /** Frees the lock whoever holds it, for the child of a fork. */
    void reset();

    /** Lets go of the lock, all levels of it; returns what {@link #restore} needs. */
    long releaseAll();

    /** Takes the lock again, at the level that {@link #releaseAll} returned. */
    boolean restore(long saved) throws InterruptedException;
}
