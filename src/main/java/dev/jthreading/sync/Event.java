package dev.jthreading.sync;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A flag that threads wait for (Python's {@code threading.Event}). Whoever waits when it is set is woken and finds its
 * wait successful, even if the flag is cleared before the woken thread runs.
 *
 * <p>The state is one reference: {@link #SET}, {@link #CLEAR}, or the queue of those that wait. Setting the flag and
 * taking over its waiters is therefore one step.
 */
public final class Event {

    private static final Object CLEAR = new Object();
    private static final Object SET = new Object();

    private final AtomicReference<Object> state = new AtomicReference<>(CLEAR);
    private volatile @Nullable Object guard;

    public boolean isSet() {
        return state.get() == SET;
    }

    /** Sets the flag and wakes all that wait. */
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

    /** What the flag is only to be changed under, which is the caller's business; null if there is nothing like that. */
    public @Nullable Object condition() {
        return guard;
    }

    /** From now on the flag is only to be changed, and waited for, under {@code condition}: those that wait come back. */
    public void delegateTo(Object condition) {
        guard = condition;
        if (state.get() instanceof WaitQueue queue && state.compareAndSet(queue, CLEAR)) {
            queue.notifyAllWaiters();
        }
    }

    /** Forgets those that wait and keeps the flag, for the child of a fork. */
    public void reset() {
        Object seen = state.get();
        if (seen instanceof WaitQueue) {
            state.compareAndSet(seen, CLEAR);
        }
    }

    /** Waits until the flag is set or {@code deadline}; returns whether it was set. */
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
        return Names.describe("Event", this, isSet() ? "set" : "unset");
    }

    /** A queue that is no longer the state was taken over by a set that may not have seen this thread in it. */
    private boolean await(WaitQueue queue, Deadline deadline, Blocking blocking) throws InterruptedException {
        WaitQueue.Waiter waiter = queue.enqueue();
        if (state.get() != queue) {
            queue.leave(waiter);
            return true;
        }
        return queue.await(waiter, deadline, blocking);
    }
}
