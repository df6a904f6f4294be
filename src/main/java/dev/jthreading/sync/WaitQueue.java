package dev.jthreading.sync;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A lock-free queue of threads that wait for a notification, first come first notified. */
public final class WaitQueue implements Waiters {

    /*
     * Implementation note: who gets a notification (Waiter draws the states of a waiter).
     *
     * A waiter enqueues before its thread gives up what protects the state it waits for: Condition.await releases the lock
     * after that, a Semaphore looks at its permits after that. So no notification that is sent later can miss it.
     *
     * notify polls a waiter from the head and tries to move it from WAITING to NOTIFIED. One compare-and-set decides:
     *
     *     what comes first         what the waiting thread does            who has the notification
     *     notification             await returns true                      this waiter
     *     timeout                  cancels, await returns false            the next waiter: notify goes on to it
     *     interrupt                cancels, await throws                   the next waiter: notify goes on to it
     *     notification, then       await returns true: the timeout came    this waiter
     *       the timeout              too late to count
     *     notification, then       await returns true; if it throws all    this waiter; else the next one,
     *       an interrupt             the same, it calls notify once more     or nobody if none waits
     *
     * So each notification is used once: no thread that fails takes one with it. A thread may call cancelOrForward again
     * after its wait has returned. That does nothing, because await has consumed the notification.
     *
     * notify only marks the waiter; the caller says how to wake it. A Condition leaves that to the release of its lock.
     *
     * A spurious wake-up never ends a wait here: only the states do.
     */

    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final Object blocker;

    /** A queue of a condition whose lock is none of this library's. */
    public WaitQueue() {
        this.blocker = this;
    }

    /** The JVM's tools show {@code blocker} as what the threads in the queue wait for. */
    WaitQueue(Object blocker) {
        this.blocker = blocker;
    }

    /** Queues this thread. It must call {@link #await}, {@link #cancel} or {@link #cancelOrForward} next. */
    Waiter enqueue() {
        Waiter waiter = new Waiter(blocker);
        waiters.add(waiter);
        return waiter;
    }

    /** Takes {@code waiter} out of the queue; returns false if a notification came first, which the caller then has. */
    boolean cancel(Waiter waiter) {
        if (!waiter.tryCancel()) {
            return false;
        }
        waiters.remove(waiter);
        return true;
    }

    /** Takes {@code waiter} out of the queue. If a notification came first, and no wait has used it, the next waiter gets it. */
    void cancelOrForward(Waiter waiter) {
        if (!cancel(waiter) && waiter.consumeNotification()) {
            notify(1);
        }
    }

    /** Waits for a notification; returns false if {@code deadline} passed first. The waiter is out of the queue afterwards. */
    boolean await(Waiter waiter, Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean ended = false;
        try {
            boolean notified = waiter.await(deadline, blocking) || !cancel(waiter);
            ended = true;
            waiter.consumeNotification();
            return notified;
        } finally {
            if (!ended) {
                cancelOrForward(waiter);
            }
        }
    }

    /** Waits for a notification, unless {@code over} says that it need not; returns false if {@code deadline} passed first. */
    boolean awaitUnless(BooleanSupplier over, Deadline deadline, Blocking blocking) throws InterruptedException {
        Waiter waiter = enqueue();
        if (over.getAsBoolean()) {
            cancelOrForward(waiter);
            return true;
        }
        return await(waiter, deadline, blocking);
    }

    @Override
    public long notify(long count) {
        return notify(count, Waiter::unpark);
    }

    /** Notifies up to {@code count} waiters, and has {@code waking} wake each; returns how many it notified. */
    long notify(long count, Consumer<Waiter> waking) {
        long notified = 0;
        while (notified < count) {
            Waiter waiter = waiters.poll();
            if (waiter == null) {
                break;
            }
            if (waiter.tryNotify()) {
                waking.accept(waiter);
                notified++;
            }
        }
        return notified;
    }

    /**
     * Notifies all that wait now. It does not wait for those that queue meanwhile: if woken threads queued again at once,
     * it would never end.
     */
    void notifyAllWaiters() {
        notify(waiters.size());
    }

    @Override
    public int size() {
        return waiters.size();
    }

    @Override
    public String toString() {
        return Names.describe("threading.Condition", this, "");
    }
}
