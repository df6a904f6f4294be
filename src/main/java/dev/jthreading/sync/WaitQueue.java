package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait to be notified, first come first notified. Lock-free: a notification is handed to exactly one
 * waiter, by a compare-and-set on the waiter, so that one that leaves at that moment either has it or has not.
 */
public final class WaitQueue implements Waiters {

    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final Object blocker;

    /** A queue of a condition whose lock is not one of this library's. */
    public WaitQueue() {
        this.blocker = this;
    }

    /** {@code blocker} is what the JVM's tools say that the threads in the queue wait for. */
    WaitQueue(Object blocker) {
        this.blocker = blocker;
    }

    /** One thread's wait. */
    public static final class Waiter {
        private static final int WAITING = 0;
        static final int NOTIFIED = 1;
        static final int GONE = 2;
        /** Notified, by a lock that is now this thread's. */
        static final int OWNER = 3;
        private static final VarHandle STATE;

        static {
            try {
                STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Thread thread = Thread.currentThread();
        private final Object blocker;
        @SuppressWarnings("unused")
        private volatile int state = WAITING;
        private final long levels;
        private volatile boolean parked;
        /** The one notified before this one, while both are still to be woken: see {@link QueuedLock#wakeOnRelease}. */
        @Nullable Waiter before;

        /**
         * One that wants to be handed a lock, taken {@code levels} times; with 0 it is content to try. {@code blocker} is
         * what the JVM's tools say that it waits for.
         */
        Waiter(long levels, Object blocker) {
            this.levels = levels;
            this.blocker = blocker;
        }

        /** Ends the wait; false if it has ended. */
        boolean leave(int how) {
            return STATE.compareAndSet(this, WAITING, how);
        }

        /** Takes the notification, which can be done once. */
        private boolean consume() {
            return STATE.compareAndSet(this, NOTIFIED, GONE);
        }

        Thread thread() {
            return thread;
        }

        boolean isOwner() {
            return state == OWNER;
        }

        boolean wantsHandOff() {
            return levels > 0;
        }

        long levels() {
            return levels;
        }

        void wake() {
            if (parked) {
                SpinWait.SHARED.woken();
            }
            LockSupport.unpark(thread);
        }

        /** Waits until notified or {@code deadline}; returns whether notified. */
        private boolean parkUntil(Deadline deadline, Blocking blocking) throws InterruptedException {
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

        /** {@link #parkUntil} in {@code blocking}. */
        boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
            return blocking.await(Blocking.Wait.until(() -> state != WAITING || deadline.remaining() <= 0, () -> parkUntil(deadline, blocking)));
        }

        @Override
        public String toString() {
            return "<waiter " + thread.getName() + ">";
        }
    }

    /** Queues this thread; it has to {@link #await} next, or to {@link #leave} or {@link #abandon} the queue. */
    public Waiter enqueue() {
        Waiter waiter = new Waiter(0, blocker);
        waiters.add(waiter);
        return waiter;
    }

    /** Takes {@code waiter} out; returns false if a notification came first, which is then the caller's. */
    public boolean leave(Waiter waiter) {
        if (!waiter.leave(Waiter.GONE)) {
            return false;
        }
        waiters.remove(waiter);
        return true;
    }

    /**
     * Takes {@code waiter} out after a wait that failed or never began, and passes on the notification that it may have
     * got. Does nothing after a wait that ended: its notification is used.
     */
    public void abandon(Waiter waiter) {
        if (!leave(waiter) && waiter.consume()) {
            notify(1);
        }
    }

    /** Waits in this queue for a notification; whatever ends the wait, the waiter is out of the queue after it. */
    public boolean await(Waiter waiter, Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean ended = false;
        try {
            boolean notified = waiter.await(deadline, blocking) || !leave(waiter);
            ended = true;
            waiter.consume();
            return notified;
        } finally {
            if (!ended) {
                abandon(waiter);
            }
        }
    }

    @Override
    public long notify(long count) {
        return notify(count, Waiter::wake);
    }

    /** Notifies up to {@code count} waiters, each to be woken by {@code waking}; returns how many there were. */
    long notify(long count, Consumer<Waiter> waking) {
        long notified = 0;
        while (notified < count) {
            Waiter waiter = waiters.poll();
            if (waiter == null) {
                break;
            }
            if (waiter.leave(Waiter.NOTIFIED)) {
                waking.accept(waiter);
                notified++;
            }
        }
        return notified;
    }

    /**
     * Notifies those that wait now. One that queues meanwhile is not among them, so this ends even if every woken
     * thread queues again at once.
     */
    public void notifyAllWaiters() {
        notify(waiters.size());
    }

    @Override
    public int size() {
        return waiters.size();
    }

    @Override
    public String toString() {
        return Names.describe("Condition", this, "");
    }
}
