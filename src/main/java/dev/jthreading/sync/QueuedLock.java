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
public abstract sealed class QueuedLock extends AbstractOwnableSynchronizer implements ContextManager permits Lock, RLock {

    private static final long serialVersionUID = 1L;

    /** How often a thread that was woken may find the lock taken before it is handed to it. */
    private static final int MAX_FAILED_ATTEMPTS = 4;
    private static final VarHandle ACQUIRE_QUEUE;
    private static final VarHandle DEFERRED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACQUIRE_QUEUE = lookup.findVarHandle(QueuedLock.class, "acquireQueue", AcquireQueue.class);
            DEFERRED = lookup.findVarHandle(QueuedLock.class, "deferred", Waiter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null until somebody had to wait. */
    private transient volatile @Nullable AcquireQueue acquireQueue;
    /** Those of conditions to wake at the next release, the last one first. */
    private transient volatile @Nullable Waiter deferred;

    /** Takes the lock if it can be taken at once; returns whether it was. */
    public final boolean tryAcquire() {
        return tryAcquire(1);
    }

    /** Takes the lock, waiting until {@code deadline}; returns whether it was taken. */
    public final boolean acquire(Deadline deadline, Blocking blocking) throws InterruptedException {
        return acquire(deadline, blocking, this);
    }

    /** Takes the lock in the same way; {@code blocker} is what the JVM's tools say that a thread waits for. */
    public final boolean acquire(Deadline deadline, Blocking blocking, Object blocker) throws InterruptedException {
        return tryAcquire(1) || acquireQueued(1, deadline, blocking, blocker);
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
        if (!tryAcquire(level)) {
            blocking.awaitUninterruptibly(() -> acquireQueued(level, Deadline.NEVER, blocking, this));
        }
    }

    /** Takes the lock {@code levels} times if it is free, or this thread's and reentrant. */
    abstract boolean tryAcquire(long levels);

    /** Keeps the lock, which this thread is to release, taken {@code levels} times for the one that it is handed to. */
    abstract boolean beginHandOff(long levels);

    /** Ends a reservation: the lock is {@code successor}'s, or free if that is null. */
    abstract void completeHandOff(@Nullable Thread successor);

    /** For the one whom the lock was handed to; returns whether it still has it. */
    abstract boolean acceptHandOff();

    /** Frees the lock, which this thread may; false if it is free. */
    abstract boolean tryRelease();

    private boolean acquireQueued(long levels, Deadline deadline, Blocking blocking, Object blocker) throws InterruptedException {
        AcquireQueue queue = acquireQueue();
        int tries = 0;
        while (true) {
            Waiter waiter = new Waiter(tries >= MAX_FAILED_ATTEMPTS ? levels : 0, blocker);
            queue.add(waiter, tries > 0);
            // A release that came before did not see the waiter.
            if (tryAcquire(levels)) {
                cancelAcquire(queue, waiter);
                return true;
            }
            boolean woken = await(queue, waiter, deadline, blocking);
            if (waiter.isOwner()) {
                acceptHandOff();
                return true;
            }
            queue.clearSuccessor(waiter);
            if (tryAcquire(levels)) {
                return true;
            }
            if (!woken || deadline.remaining() <= 0) {
                return false;
            }
            tries++;
        }
    }

    /** Returns false, and {@code waiter} is out of the queue, if {@code deadline} came first. */
    private boolean await(AcquireQueue queue, Waiter waiter, Deadline deadline, Blocking blocking) throws InterruptedException {
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
                cancelAcquire(queue, waiter);
            }
        }
    }

    /** {@code waiter} needs the lock no more; what it may have been given is for the next. */
    private void cancelAcquire(AcquireQueue queue, Waiter waiter) {
        if (waiter.leave(Waiter.GONE)) {
            queue.remove(waiter);
        } else if (waiter.isOwner()) {
            // Somebody else may have released it, and another taken it.
            if (acceptHandOff()) {
                releaseAll();
            }
        } else {
            queue.clearSuccessor(waiter);
            if (!isLocked()) {
                queue.wakeSuccessor();
            }
        }
    }

    private AcquireQueue acquireQueue() {
        AcquireQueue queue = acquireQueue;
        if (queue == null) {
            AcquireQueue created = new AcquireQueue();
            queue = (AcquireQueue) ACQUIRE_QUEUE.compareAndExchange(this, null, created);
            if (queue == null) {
                ContendedLocks.add(this);
                queue = created;
            }
        }
        return queue;
    }

    /** Hands the lock to a thread whose patience has ended, or frees it and wakes one that waits; false if it is free. */
    final boolean releaseOrHandOff() {
        AcquireQueue queue = acquireQueue;
        if (queue != null) {
            Waiter first = queue.first();
            if (first != null && first.wantsHandOff()) {
                return handOff(first, queue);
            }
        }
        if (!tryRelease()) {
            return false;
        }
        afterRelease();
        return true;
    }

    private boolean handOff(Waiter first, AcquireQueue queue) {
        if (!beginHandOff(first.levels())) {
            return false;
        }
        boolean handed = first.leave(Waiter.OWNER);
        completeHandOff(handed ? first.thread() : null);
        if (handed) {
            queue.remove(first);
            first.wake();
            wakeDeferred();
        } else {
            afterRelease();
        }
        return true;
    }

    private void afterRelease() {
        wakeDeferred();
        AcquireQueue queue = acquireQueue;
        if (queue != null) {
            queue.wakeSuccessor();
        }
    }

    /** Wakes {@code waiter} when the lock is released next, or now if it is free. */
    final void wakeOnRelease(Waiter waiter) {
        do {
            waiter.before = deferred;
        } while (!DEFERRED.compareAndSet(this, waiter.before, waiter));
        if (!isLocked()) {
            wakeDeferred();
        }
    }

    private void wakeDeferred() {
        if (deferred != null) {
            wakeAll((Waiter) DEFERRED.getAndSet(this, null));
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
