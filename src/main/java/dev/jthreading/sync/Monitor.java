package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A lock, and what a {@link Condition} needs to let go of it, whole, and take it again as it was. */
public abstract sealed class Monitor permits Lock, RLock {

    private static final VarHandle NOTIFIED;

    static {
        try {
            NOTIFIED = MethodHandles.lookup().findVarHandle(Monitor.class, "notified", WaitQueue.Waiter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Those to wake at the next release, the last one first. */
    private volatile WaitQueue.@Nullable Waiter notified;

    /** Takes the lock if it can be taken at once; returns whether it was. */
    public abstract boolean tryAcquire();

    /** Takes the lock, waiting until {@code deadline}; returns whether it was taken. */
    public abstract boolean acquire(Deadline deadline) throws InterruptedException;

    /** Takes back one acquire; returns false, and does nothing, if this thread may not. */
    public abstract boolean release();

    /** Whether any thread has the lock. */
    public abstract boolean isLocked();

    /** Whether the lock is held as far as a condition can tell: by this thread, or for {@link Lock} by anyone. */
    public abstract boolean isHeld();

    /** Frees the lock whoever holds it, for the child of a fork. */
    public abstract void reset();

    /** Lets go of the lock, all levels of it; returns what {@link #restore} needs. */
    public abstract long releaseAll();

    /** Takes the lock again, at the level that {@link #releaseAll} returned. */
    public abstract boolean restore(long saved) throws InterruptedException;

    /** Wakes {@code waiter} when the lock is released next, or now if it is free. */
    final void wakeOnRelease(WaitQueue.Waiter waiter) {
        do {
            waiter.before = notified;
        } while (!NOTIFIED.compareAndSet(this, waiter.before, waiter));
        if (!isLocked()) {
            wakeNotified();
        }
    }

    /** Wakes those that are to be woken at a release; for subclasses to call after each one. */
    final void wakeNotified() {
        if (notified != null) {
            wakeAll((WaitQueue.Waiter) NOTIFIED.getAndSet(this, null));
        }
    }

    /** Wakes {@code last} and those before it, in the order in which they were notified. */
    private static void wakeAll(WaitQueue.@Nullable Waiter last) {
        WaitQueue.Waiter first = null;
        WaitQueue.Waiter waiter = last;
        while (waiter != null) {
            WaitQueue.Waiter before = waiter.before;
            waiter.before = first;
            first = waiter;
            waiter = before;
        }
        while (first != null) {
            WaitQueue.Waiter after = first.before;
            first.before = null;
            first.wake();
            first = after;
        }
    }
}
