package dev.jthreading.sync;

import dev.jthreading.sync.WaitQueue.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * A lock, and what a {@link Condition} needs to let go of it, whole, and take it again as it was.
 *
 * <p>It is what threads that wait for it are parked on, so that the JVM's tools name it, and find deadlocks of those that
 * have an owner.
 *
 * <p>A thread that waited takes the lock only when its wait has ended, and with it what the {@link Blocking} around it
 * takes back, as the interpreter lock. Were the lock its own before that, all others would stop at it until then, in
 * every turn. One that came too late a few times is handed the lock by the next release, so that nobody waits for ever.
 */
public abstract sealed class Monitor extends AbstractOwnableSynchronizer implements ContextManager permits Lock, RLock {

    private static final long serialVersionUID = 1L;

    /** How often a thread that was woken may find the lock taken before it is handed to it. */
    private static final int PATIENCE = 4;
    private static final VarHandle CONTENDERS;
    private static final VarHandle NOTIFIED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CONTENDERS = lookup.findVarHandle(Monitor.class, "contenders", Contenders.class);
            NOTIFIED = lookup.findVarHandle(Monitor.class, "notified", Waiter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null until somebody had to wait. */
    private transient volatile @Nullable Contenders contenders;
    /** Those of conditions to wake at the next release, the last one first. */
    private transient volatile @Nullable Waiter notified;

    /** Takes the lock if it can be taken at once; returns whether it was. */
    public final boolean tryAcquire() {
        return tryTake(1);
    }

    /** Takes the lock, waiting until {@code deadline}; returns whether it was taken. */
    public final boolean acquire(Deadline deadline, Blocking blocking) throws InterruptedException {
        return acquire(deadline, blocking, this);
    }

    /** Takes the lock in the same way; {@code blocker} is what the JVM's tools say that a thread waits for. */
    public final boolean acquire(Deadline deadline, Blocking blocking, Object blocker) throws InterruptedException {
        return tryTake(1) || contend(1, deadline, blocking, blocker);
    }

    @Override
    public final boolean __enter__() throws InterruptedException {
        return acquire(Deadline.NEVER, Blocking.JAVA);
    }

    @Override
    public final void __exit__(@Nullable Object type, @Nullable Object exception, @Nullable Object traceback) {
        if (!release()) {
            throw new IllegalMonitorStateException("cannot release un-acquired lock");
        }
    }

    /** The id of the thread that has the lock, as far as can be told without stopping it; 0 if it is free. */
    public abstract long holder();

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

    /**
     * Takes the lock again, at the level that {@link #releaseAll} returned. What interrupts this thread meanwhile is
     * thrown when the lock has been taken.
     */
    public final void restore(long level, Blocking blocking) throws InterruptedException {
        if (!tryTake(level)) {
            blocking.insist(() -> contend(level, Deadline.NEVER, blocking, this));
        }
    }

    /** Takes the lock {@code levels} times if it is free, or this thread's and reentrant. */
    abstract boolean tryTake(long levels);

    /** Keeps the lock, which this thread is to release, taken {@code levels} times for the one that it is handed to. */
    abstract boolean reserve(long levels);

    /** Ends a reservation: the lock is {@code heir}'s, or free if that is null. */
    abstract void endReservation(@Nullable Thread heir);

    /** For the one whom the lock was handed to; returns whether it still has it. */
    abstract boolean adopt();

    /** Frees the lock, which this thread may; false if it is free. */
    abstract boolean free();

    private boolean contend(long levels, Deadline deadline, Blocking blocking, Object blocker) throws InterruptedException {
        Contenders queue = contenders();
        int tries = 0;
        while (true) {
            Waiter waiter = new Waiter(tries >= PATIENCE ? levels : 0, blocker);
            queue.add(waiter, tries > 0);
            // A release that came before did not see the waiter.
            if (tryTake(levels)) {
                quit(queue, waiter);
                return true;
            }
            boolean woken = await(queue, waiter, deadline, blocking);
            if (waiter.isOwner()) {
                adopt();
                return true;
            }
            queue.arrived(waiter);
            if (tryTake(levels)) {
                return true;
            }
            if (!woken || deadline.remaining() <= 0) {
                return false;
            }
            tries++;
        }
    }

    /** Returns false, and {@code waiter} is out of the queue, if {@code deadline} came first. */
    private boolean await(Contenders queue, Waiter waiter, Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean ended = false;
        try {
            boolean woken = waiter.await(deadline, blocking) || !waiter.leave(Waiter.GONE);
            ended = true;
            if (!woken) {
                queue.remove(waiter);
            }
            return woken;
        } finally {
            if (!ended) {
                quit(queue, waiter);
            }
        }
    }

    /** {@code waiter} needs the lock no more; what it may have been given is for the next. */
    private void quit(Contenders queue, Waiter waiter) {
        if (waiter.leave(Waiter.GONE)) {
            queue.remove(waiter);
        } else if (waiter.isOwner()) {
            // Somebody else may have released it, and another taken it.
            if (adopt()) {
                releaseAll();
            }
        } else {
            queue.arrived(waiter);
            if (!isLocked()) {
                queue.wakeOne();
            }
        }
    }

    private Contenders contenders() {
        Contenders queue = contenders;
        if (queue == null) {
            Contenders created = new Contenders();
            queue = (Contenders) CONTENDERS.compareAndExchange(this, null, created);
            if (queue == null) {
                ContendedMonitors.add(this);
                queue = created;
            }
        }
        return queue;
    }

    /** Hands the lock to a thread whose patience has ended, or frees it and wakes one that waits; false if it is free. */
    final boolean passOn() {
        Contenders queue = contenders;
        if (queue != null) {
            Waiter first = queue.first();
            if (first != null && first.isImpatient()) {
                return handTo(first, queue);
            }
        }
        if (!free()) {
            return false;
        }
        afterRelease();
        return true;
    }

    private boolean handTo(Waiter first, Contenders queue) {
        if (!reserve(first.levels())) {
            return false;
        }
        boolean handed = first.leave(Waiter.OWNER);
        endReservation(handed ? first.thread() : null);
        if (handed) {
            queue.remove(first);
            first.wake();
            wakeNotified();
        } else {
            afterRelease();
        }
        return true;
    }

    private void afterRelease() {
        wakeNotified();
        Contenders queue = contenders;
        if (queue != null) {
            queue.wakeOne();
        }
    }

    /** Wakes {@code waiter} when the lock is released next, or now if it is free. */
    final void wakeOnRelease(Waiter waiter) {
        do {
            waiter.before = notified;
        } while (!NOTIFIED.compareAndSet(this, waiter.before, waiter));
        if (!isLocked()) {
            wakeNotified();
        }
    }

    private void wakeNotified() {
        if (notified != null) {
            wakeAll((Waiter) NOTIFIED.getAndSet(this, null));
        }
    }

    /** Wakes {@code last} and those before it, in the order in which they were notified. */
    private static void wakeAll(@Nullable Waiter last) {
        Waiter first = null;
        Waiter waiter = last;
        while (waiter != null) {
            Waiter before = waiter.before;
            waiter.before = first;
            first = waiter;
            waiter = before;
        }
        while (first != null) {
            Waiter after = first.before;
            first.before = null;
            first.wake();
            first = after;
        }
    }
}
