package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * The common part of {@link Lock} and {@link RLock}: how threads queue to acquire, and how a release wakes one of them.
 * A {@link Condition} also finds here how to release its lock at all levels, and acquire it again.
 *
 * <p>Threads park with the lock as their blocker. So the JVM's tools name it, and find deadlocks of locks with an owner.
 */
public abstract sealed class QueuedLock extends AbstractOwnableSynchronizer implements ContextManager permits Lock, RLock {

    /*
     * Implementation note: acquire, release, barging and hand-off. The states of the lock word, which is Lock.state or
     * RLock.level (Waiter has the states of a waiter):
     *
     *               tryAcquire             beginHandOff
     *     unlocked -------------->  locked --------------> in hand-off
     *        ^ ^     tryRelease     |    ^                   |     |
     *        | +--------------------+    | acceptHandOff     |     | completeHandOff(waiter)
     *        |                           +--- handed off <---|-----+
     *        +-----------------------------------------------+ completeHandOff(null): the waiter had cancelled
     *
     * Any thread may release a Lock that is handed off, like one that is locked. Its successor may decline it, which also
     * unlocks it. An RLock that is handed off has the level of its successor and no owner.
     *
     * Acquire: one compare-and-set, tryAcquire, if nobody holds the lock. Else acquireQueued queues a waiter, tries once
     * more, and waits.
     *
     * Barging: a release frees the lock and wakes a successor (AcquireQueue), which has to try like any other thread. A
     * thread that did not queue may be faster. This is wanted: a woken thread first takes back what its Blocking gave up,
     * as the GIL. If it owned the lock by then, all others would stop at the lock and lose their turn of the GIL.
     *
     * Starvation: a thread that failed MAX_FAILED_ATTEMPTS times wants a hand-off. The release that finds it at the head
     * keeps the lock word taken and makes it the owner. So nobody is overtaken forever.
     *
     * Timeout and interrupt: both try to cancel the waiter (awaitWakeUp, cancelAcquire). A release may be first: it handed
     * the lock over (handOff), or woke the thread as successor. Then the thread does this, after a timeout in acquireQueued
     * and after an interrupt in cancelAcquire:
     *
     *                    if the lock was handed to it              if it was woken as successor
     *     timeout        accepts the lock, returns true            tries once, as after any timeout, returns the result
     *     interrupt      declines it, which frees it, throws       wakes the next waiter if the lock is free, throws
     *
     * Memory order: in each pair below a thread writes its own, then reads the other's. The lock word, the queue and the
     * stack are volatile, so at least one of the two sees the other, as in Dekker's algorithm.
     * - An acquire queues its waiter, then tries. A release frees the lock word, then looks at the queue.
     * - A successor clears AcquireQueue.successor, then tries. A release frees the lock word, then looks for a successor.
     * - wakeOnRelease pushes its waiter, then looks at the lock word. A release frees that, then takes the stack.
     * What the last holder did happens-before what the next does: by the lock word, or by Waiter's state in a hand-off.
     * A waiter is OWNER before the lock word is handed off, so acceptHandOff of a Lock may find it still in hand-off.
     */

    private static final long serialVersionUID = 1L;

    /** After so many wake-ups at which the lock was taken again, a thread wants a hand-off. */
    private static final int MAX_FAILED_ATTEMPTS = 4;
    private static final VarHandle QUEUE = Atomics.field(MethodHandles.lookup(), "queue", AcquireQueue.class);
    private static final VarHandle DEFERRED = Atomics.field(MethodHandles.lookup(), "deferred", Waiter.class);

    /** Null until somebody had to wait. */
    private transient volatile @Nullable AcquireQueue queue;
    /** The top of the stack of conditions' waiters which the next release unparks. */
    private transient volatile @Nullable Waiter deferred;

    /** Acquires the lock if that is possible at once; returns whether it was. */
    public final boolean tryAcquire() {
        return tryAcquire(1);
    }

    /** Acquires the lock; returns false if {@code deadline} passed first. */
    public final boolean acquire(Deadline deadline, Blocking blocking) throws InterruptedException {
        return acquire(deadline, blocking, this);
    }

    /** Acquires the lock likewise; the JVM's tools show {@code blocker} as what the thread waits for. */
    public final boolean acquire(Deadline deadline, Blocking blocking, Object blocker) throws InterruptedException {
        return tryAcquire(1) || acquireQueued(1, deadline, blocking, blocker, 0);
    }

    /** Acquires the lock as a thread does that failed so often that it wants a hand-off at once. */
    final boolean acquireByHandOff(Deadline deadline, Blocking blocking) throws InterruptedException {
        return tryAcquire(1) || acquireQueued(1, deadline, blocking, this, MAX_FAILED_ATTEMPTS);
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

    /** The id of the thread that holds the lock, as far as one can tell without stopping it; 0 if nobody does. */
    public abstract long holder();

    /** Undoes one acquire; returns false, and does nothing, if this thread may not. */
    public abstract boolean release();

    /** Whether any thread holds the lock. */
    public abstract boolean isLocked();

    /** Whether this thread may use a condition on the lock: it holds the {@link RLock}, or anybody holds the {@link Lock}. */
    public abstract boolean isHeld();

    /** Frees the lock, whoever holds it, for the child of a fork. */
    public abstract void reset();

    /** Releases the lock at all levels; returns what {@link #restore} needs. */
    public abstract long releaseAll();

    /**
     * Acquires the lock again, {@code level} deep, as {@link #releaseAll} returned it. The method throws what interrupts
     * this thread only when the thread holds the lock.
     */
    public final void restore(long level, Blocking blocking) throws InterruptedException {
        if (!tryAcquire(level)) {
            blocking.awaitUninterruptibly(() -> acquireQueued(level, Deadline.NEVER, blocking, this, 0));
        }
    }

    /** Acquires the lock {@code levels} deep if nobody holds it, or if it is reentrant and this thread does. */
    abstract boolean tryAcquire(long levels);

    /** Frees the lock word, which this thread is allowed to do; returns false if it is free already. */
    abstract boolean tryRelease();

    /** Keeps the lock word taken, {@code levels} deep, for the waiter that will own the lock; returns false if it is free. */
    abstract boolean beginHandOff(long levels);

    /** Makes {@code successor} the owner; null frees the lock. */
    abstract void completeHandOff(@Nullable Thread successor);

    /** Makes this thread, which the lock was handed to, its holder, unless somebody has released it since. */
    abstract void acceptHandOff();

    /** Frees the lock, which was handed to this thread; returns false if somebody has released it since. */
    abstract boolean declineHandOff();

    private boolean acquireQueued(long levels, Deadline deadline, Blocking blocking, Object blocker, int failedBefore)
            throws InterruptedException {
        AcquireQueue waiters = queue();
        int failedAttempts = failedBefore;
        while (true) {
            Waiter waiter = new Waiter(blocker);
            if (failedAttempts == 0) {
                waiters.addLast(waiter);
            } else {
                waiters.addFirst(waiter);
            }
            // A release that came before did not see the waiter.
            if (tryAcquire(levels)) {
                cancelAcquire(waiters, waiter);
                return true;
            }
            // Not before the attempt: if the lock were handed over and released by then, the thread would acquire it twice.
            if (failedAttempts >= MAX_FAILED_ATTEMPTS) {
                waiter.wantHandOff(levels);
            }
            boolean woken = awaitWakeUp(waiters, waiter, deadline, blocking);
            if (waiter.isOwner()) {
                acceptHandOff();
                return true;
            }
            waiters.clearSuccessor(waiter);
            if (tryAcquire(levels)) {
                return true;
            }
            if (!woken || deadline.remaining() <= 0) {
                return false;
            }
            failedAttempts++;
        }
    }

    /** Waits for a wake-up or a hand-off. Returns false, with {@code waiter} cancelled, if {@code deadline} passed first. */
    private boolean awaitWakeUp(AcquireQueue waiters, Waiter waiter, Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean ended = false;
        try {
            boolean woken = waiter.await(deadline, blocking) || !waiter.tryCancel();
            ended = true;
            if (!woken) {
                waiters.remove(waiter);
            }
            return woken;
        } finally {
            if (!ended) {
                cancelAcquire(waiters, waiter);
            }
        }
    }

    /** Ends the wait of {@code waiter}, whose thread was interrupted or has the lock; passes on what it may have got. */
    private void cancelAcquire(AcquireQueue waiters, Waiter waiter) {
        if (waiter.tryCancel()) {
            waiters.remove(waiter);
        } else if (waiter.isOwner()) {
            // In one step: if this thread accepted the lock first, others might release and acquire it before it releases.
            if (declineHandOff()) {
                unparkAfterRelease();
            }
        } else {
            waiters.clearSuccessor(waiter);
            // Releases that came meanwhile relied on this successor, and woke nobody.
            if (!isLocked()) {
                waiters.wakeSuccessor();
            }
        }
    }

    private AcquireQueue queue() {
        AcquireQueue waiters = queue;
        if (waiters == null) {
            AcquireQueue created = new AcquireQueue();
            waiters = (AcquireQueue) QUEUE.compareAndExchange(this, null, created);
            if (waiters == null) {
                ContendedLocks.add(this);
                waiters = created;
            }
        }
        return waiters;
    }

    /** Hands the lock to the waiter at the head if it wants that, else frees it and wakes a successor; false if it is free. */
    final boolean releaseOrHandOff() {
        AcquireQueue waiters = queue;
        if (waiters != null) {
            Waiter first = waiters.first();
            if (first != null && first.wantsHandOff()) {
                return handOff(first, waiters);
            }
        }
        if (!tryRelease()) {
            return false;
        }
        unparkAfterRelease();
        return true;
    }

    private boolean handOff(Waiter first, AcquireQueue waiters) {
        if (!beginHandOff(first.levels())) {
            return false;
        }
        boolean handedOff = first.tryHandOff();
        completeHandOff(handedOff ? first.thread() : null);
        if (handedOff) {
            waiters.remove(first);
            first.unpark();
            unparkDeferred();
        } else {
            unparkAfterRelease();
        }
        return true;
    }

    private void unparkAfterRelease() {
        unparkDeferred();
        // Read after the release: a thread may have been the first to queue meanwhile.
        AcquireQueue waiters = queue;
        if (waiters != null) {
            waiters.wakeSuccessor();
        }
    }

    /** Has the next release unpark {@code waiter}, or unparks it now if the lock is free. */
    final void wakeOnRelease(Waiter waiter) {
        do {
            waiter.below = deferred;
        } while (!DEFERRED.compareAndSet(this, waiter.below, waiter));
        if (!isLocked()) {
            unparkDeferred();
        }
    }

    private void unparkDeferred() {
        if (deferred != null) {
            Waiter.unparkAll((Waiter) DEFERRED.getAndSet(this, null));
        }
    }
}
