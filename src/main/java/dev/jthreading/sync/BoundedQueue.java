package dev.jthreading.sync;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue, first in, first out, with room for a number of items; a put waits while it is full, and a take while it is empty. */
public final class BoundedQueue<T> {

    /*
     * Implementation note: a monitor guards the items, for as long as it takes to append or to take one. Nobody waits in it:
     * there are two queues of waiters, as SimpleQueue has one. Barging, timeouts and interrupts are as there.
     *
     * A waiter queues, then looks again. A put or a take changes the items, then notifies. One of the two sees the other.
     */

    private final long room;
    @GuardedBy("itself")
    private final Deque<T> items = new ArrayDeque<>();
    private final WaitQueue takers = new WaitQueue(this);
    private final WaitQueue putters = new WaitQueue(this);
    private volatile boolean closed;

    /** An empty queue with room for so many items, without a limit if that is not positive. */
    public BoundedQueue(long room) {
        this.room = room;
    }

    /** Appends {@code item}, and waits for room; false if {@code deadline} passed first, or the queue was closed. */
    public boolean put(T item, Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean inTime = true;
        boolean put = tryPut(item);
        while (!put && inTime && !closed) {
            inTime = putters.awaitUnless(() -> closed || hasRoom(), deadline, blocking);
            put = !closed && tryPut(item);
        }
        return put;
    }

    /** Appends {@code item}; false if there is no room. */
    public boolean tryPut(T item) {
        synchronized (items) {
            if (room > 0 && items.size() >= room) {
                return false;
            }
            items.add(item);
        }
        takers.notify(1);
        return true;
    }

    /** Takes the first item, and waits for one; null if {@code deadline} passed first, or the queue was closed. */
    public @Nullable T take(Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean inTime = true;
        T item = poll();
        while (item == null && inTime && !closed) {
            inTime = takers.awaitUnless(() -> closed || size() > 0, deadline, blocking);
            item = poll();
        }
        return item;
    }

    /** Takes the first item; null if there is none. */
    public @Nullable T poll() {
        T item;
        synchronized (items) {
            item = items.poll();
        }
        if (item != null) {
            putters.notify(1);
        }
        return item;
    }

    /** Takes out all items of which {@code condition} says so. */
    public void removeIf(Predicate<T> condition) {
        int removed;
        synchronized (items) {
            int before = items.size();
            items.removeIf(condition);
            removed = before - items.size();
        }
        putters.notify(removed);
    }

    /** Ends all waits, also those to come. */
    public void close() {
        closed = true;
        takers.notifyAllWaiters();
        putters.notifyAllWaiters();
    }

    public boolean isClosed() {
        return closed;
    }

    private boolean hasRoom() {
        return room <= 0 || size() < room;
    }

    /** For how many items there is room; no limit if not positive. */
    public long room() {
        return room;
    }

    /** How many items there are. */
    public long size() {
        synchronized (items) {
            return items.size();
        }
    }

    @Override
    public String toString() {
        return Names.describe("interpreters.Queue", this, "size=" + size());
    }
}
