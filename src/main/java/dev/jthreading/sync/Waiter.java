package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One wait of one thread: for a lock in an {@link AcquireQueue}, or for a notification in a {@link WaitQueue}. A thread
 * that waits again makes a new one.
 */
final class Waiter {

    /*
     * Implementation note: how a wait ends.
     *
     *                 tryNotify                 consumeNotification
     *     WAITING --------------->  NOTIFIED  ----------------------->  CONSUMED
     *        |        tryHandOff
     *        |------------------->  OWNER
     *        |        tryCancel
     *        +------------------->  CANCELLED
     *
     * NOTIFIED: a notification came, or a release woke this thread as its successor.
     * OWNER: a release handed the lock over to this thread.
     * CANCELLED: the thread itself ended its wait, because its deadline passed or it was interrupted.
     * CONSUMED: the wait returned normally, so the notification must not be forwarded to another thread any more.
     *
     * A waiter leaves WAITING once, by one compare-and-set. A release or notification, a timeout and an interrupt may all
     * want to end the same wait; one of them wins, and the others see that they lost:
     * - A release or notification that loses goes to the next waiter.
     * - A timeout that loses leaves the waiter notified, or owner. A notified waiter for a lock tries once more, and may fail.
     * - An interrupt that loses leaves the thread with a notification or a lock that it does not want. It gives both to
     *   the next waiter: see QueuedLock.cancelAcquire and WaitQueue.cancelOrForward.
     *
     * Memory order: what a thread does before tryNotify or tryHandOff happens-before what the waiter does after its wait.
     * The state changes before the unpark, and the waiter reads it again after each park. So no wake-up is lost, and a
     * spurious wake-up costs one more turn of the loop.
     */
    private static final int WAITING = 0;
    private static final int NOTIFIED = 1;
    private static final int CONSUMED = 2;
    private static final int CANCELLED = 3;
    private static final int OWNER = 4;

    private static final VarHandle STATE = Atomics.field(MethodHandles.lookup(), "state", int.class);

    private final Thread thread = Thread.currentThread();
    private final Object blocker;
    private volatile long levels;
    @SuppressWarnings("unused")
    private volatile int state = WAITING;
    private volatile boolean parked;
    /** The waiter below this one on a lock's stack of deferred wake-ups: see {@link QueuedLock#wakeOnRelease}. */
    @Nullable Waiter below;

    /** A wait of the calling thread. The JVM's tools show {@code blocker} as what the thread waits for. */
    Waiter(Object blocker) {
        this.blocker = blocker;
    }

    /** Ends the wait by a notification; returns false if it has ended already. */
    boolean tryNotify() {
        return STATE.compareAndSet(this, WAITING, NOTIFIED);
    }

    /** Ends the wait by a hand-off of the lock; returns false if it has ended already. */
    boolean tryHandOff() {
        return STATE.compareAndSet(this, WAITING, OWNER);
    }

    /** Ends the wait for a timeout or an interrupt; returns false if it has ended already. */
    boolean tryCancel() {
        return STATE.compareAndSet(this, WAITING, CANCELLED);
    }

    /** Uses the notification up; returns false if there is none. */
    boolean consumeNotification() {
        return STATE.compareAndSet(this, NOTIFIED, CONSUMED);
    }

    /** Whether a release handed the lock to this thread. */
    boolean isOwner() {
        return state == OWNER;
    }

    /** Has the next release hand the lock to this thread, {@code count} levels deep. Before that, it only wakes the thread. */
    void wantHandOff(long count) {
        levels = count;
    }

    /** Whether the thread has failed so often that the next release must hand the lock to it. */
    boolean wantsHandOff() {
        return levels > 0;
    }

    /** How many levels deep the thread wants to hold a lock that is handed to it. */
    long levels() {
        return levels;
    }

    Thread thread() {
        return thread;
    }

    /** Wakes the thread, whose wait has ended. */
    void unpark() {
        LockSupport.unpark(thread);
        // Last, as it may fail for want of memory.
        if (parked) {
            SpinWait.SHARED.countUnpark();
        }
    }

    /** Unparks the waiters of a stack from the bottom to the top: in the order in which they were notified. */
    static void unparkAll(@Nullable Waiter top) {
        Waiter first = null;
        Waiter waiter = top;
        while (waiter != null) {
            Waiter next = waiter.below;
            waiter.below = first;
            first = waiter;
            waiter = next;
        }
        while (first != null) {
            Waiter next = first.below;
            first.below = null;
            first.unpark();
            first = next;
        }
    }

    /** Waits, through {@code blocking}, until the wait ends or {@code deadline} passes; returns false for the latter. */
    boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
        return blocking.await(Blocking.Wait.until(() -> state != WAITING || deadline.remaining() <= 0, () -> park(deadline, blocking)));
    }

    private boolean park(Deadline deadline, Blocking blocking) throws InterruptedException {
        while (state == WAITING) {
            blocking.throwIfInterrupted();
            long remaining = deadline.remaining();
            if (remaining <= 0) {
                return false;
            }
            parked = true;
            if (deadline.isLimited()) {
                LockSupport.parkNanos(blocker, remaining);
            } else {
                LockSupport.park(blocker);
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "<waiter " + thread.getName() + ">";
    }
}
