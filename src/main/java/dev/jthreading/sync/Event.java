package dev.jthreading.sync;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A flag that threads wait for (Python's {@code threading.Event}). */
public final class Event {

    /*
     * Implementation note: the state is one reference.
     *
     *     state          means                       await              set                       clear
     *     CLEAR          not set, nobody waits       makes a WaitQueue  makes it SET              leaves it
     *     a WaitQueue    not set, threads may wait   queues there       makes it SET, notifies    leaves it
     *     SET            set                         returns true       leaves it                 makes it CLEAR
     *
     * set puts SET in the place of the queue and notifies the waiters of that queue. So setting the flag and taking over
     * its waiters is one step. A woken thread returns true, even if the flag is cleared before the thread runs.
     *
     * Memory order: a waiter queues, then reads the state again. If the queue is not there any more, the set that took it
     * may have missed the waiter. The wait then returns true without parking.
     *
     * Timeout and interrupt: see WaitQueue. set notifies everybody, so nobody needs a forwarded notification.
     *
     * Delegation: a Python program may ask for the condition under which CPython's event changes its flag. From then on
     * callers change the flag, and wait for it, under that condition. The threads that wait come back to do so.
     */

    private static final Object CLEAR = new Object();
    private static final Object SET = new Object();

    private final AtomicReference<Object> state = new AtomicReference<>(CLEAR);
    /** Null unless the event is delegated. */
    private volatile @Nullable Object condition;

    public boolean isSet() {
        return state.get() == SET;
    }

    /** Sets the flag and wakes all waiting threads. */
    public void set() {
        if (isSet()) {
            return;
        }
        if (state.getAndSet(SET) instanceof WaitQueue queue) {
            queue.notifyAllWaiters();
        }
    }

    /** Clears the flag. */
    public void clear() {
        state.compareAndSet(SET, CLEAR);
    }

    /** The condition under which the caller must change the flag; null if the event is not delegated. */
    public @Nullable Object condition() {
        return condition;
    }

    /** Delegates the event: from now on callers change the flag, and wait for it, under {@code newCondition} only. */
    public void delegateTo(Object newCondition) {
        condition = newCondition;
        if (state.get() instanceof WaitQueue queue && state.compareAndSet(queue, CLEAR)) {
            queue.notifyAllWaiters();
        }
    }

    /** Forgets the waiting threads and keeps the flag, for the child of a fork. */
    public void reset() {
        Object seen = state.get();
        if (seen instanceof WaitQueue) {
            state.compareAndSet(seen, CLEAR);
        }
    }

    /** Waits until the flag is set; returns false if {@code deadline} passed first. */
    public boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
        while (true) {
            Object seen = state.get();
            if (seen == SET) {
                return true;
            }
            if (seen instanceof WaitQueue queue) {
                return await(queue, deadline, blocking);
            }
            state.compareAndSet(CLEAR, new WaitQueue(this));
        }
    }

    @Override
    public String toString() {
        return Names.describe("threading.Event", this, isSet() ? "set" : "unset");
    }

    private boolean await(WaitQueue queue, Deadline deadline, Blocking blocking) throws InterruptedException {
        Waiter waiter = queue.enqueue();
        // Whoever took the queue may not have seen this waiter in it, and would never notify it.
        if (state.get() != queue) {
            queue.cancel(waiter);
            return true;
        }
        return queue.await(waiter, deadline, blocking);
    }
}
