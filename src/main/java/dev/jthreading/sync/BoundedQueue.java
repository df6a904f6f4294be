package dev.jthreading.sync;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue, first in, first out, with room for a number of items; a put waits while it is full, and a take while it is empty. */
public final class BoundedQueue<T> {

    /*
     * Implementation note: two queues of waiters, as SimpleQueue has one. A put first reserves room, by a compare-and-set of
     * the size, then appends its item. A take gives the room back after it has the item. So the size may say one more than
     * there are items, and never less.
     *
     * A waiter queues, then looks again. A put or a take changes the items or the size, then notifies. One of the two sees
     * the other. An interrupted thread that was notified forwards the notification.
     */

    private final long room;
    private final AtomicLong size = new AtomicLong();
    private final ConcurrentLinkedDeque<T> items = new ConcurrentLinkedDeque<>();
    private final WaitQueue takers = new WaitQueue(this);
    private final WaitQueue putters = new WaitQueue(this);

    /** An empty queue with room for so many items, without a limit if that is not positive. */
    public BoundedQueue(long room) {
        this.room = room;
    }

    /** Appends {@code item}, and waits for room; false if {@code deadline} passed first. */
    public boolean put(T item, Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean inTime = true;
        boolean put = tryPut(item);
        while (!put && inTime) {
            inTime = putters.awaitUnless(this::hasRoom, deadline, blocking);
            put = tryPut(item);
        }
        return put;
    }

    /** Appends {@code item}; false if there is no room. */
    public boolean tryPut(T item) {
        long before = size.get();
        while (room <= 0 || before < room) {
            if (size.compareAndSet(before, before + 1)) {
                items.add(item);
                takers.notify(1);
                return true;
            }
            before = size.get();
        }
        return false;
    }

    /** Takes the first item, and waits for one; null if {@code deadline} passed first. */
    public @Nullable T take(Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean inTime = true;
        T item = poll();
        while (item == null && inTime) {
            inTime = takers.awaitUnless(() -> !items.isEmpty(), deadline, blocking);
            item = poll();
        }
        return item;
    }

    /** Takes the first item; null if there is none. */
    public @Nullable T poll() {
        T item = items.poll();
        if (item != null) {
            size.decrementAndGet();
            putters.notify(1);
        }
        return item;
    }

    /** Takes out all items of which {@code condition} says so; those that come meanwhile may stay. No two items may be equal. */
    public void removeIf(Predicate<T> condition) {
        for (T item : items) {
            if (condition.test(item) && items.remove(item)) {
                size.decrementAndGet();
                putters.notify(1);
            }
        }
    }

    private boolean hasRoom() {
        return room <= 0 || size.get() < room;
    }

    /** For how many items there is room; no limit if not positive. */
    public long room() {
        return room;
    }

    /** How many items there are. */
    public long size() {
        return size.get();
    }

    @Override
    public String toString() {
        return Names.describe("interpreters.Queue", this, "size=" + size());
    }
}
