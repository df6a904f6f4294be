package dev.jthreading.sync;

/** A lock that a {@link Condition} can let go of, whole, and take again as it was. */
public sealed interface Monitor permits Lock, RLock {

    /** Whether the lock is held as far as a condition can tell: by this thread, or for {@link Lock} by anyone. */
    boolean isHeld();

    /** Lets go of the lock, all levels of it; returns what {@link #restore} needs. */
    long releaseAll();

    /** Takes the lock again, at the level that {@link #releaseAll} returned. */
    boolean restore(long saved) throws InterruptedException;
}
