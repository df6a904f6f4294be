package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** An unbounded queue, first in, first out; a take waits while it is empty (Python's {@code queue.SimpleQueue}). */
public final class SimpleQueue {

    /*
     * Implementation note: put appends an item without a lock, and notifies one waiter. So it may be called at any moment,
     * also by a thread that is about to wait in take.
     *
     * Barging: a put hands no item to a waiter. A woken thread polls after its wait, when its Blocking has taken back what
     * it gave up, as the GIL. Another thread may be faster; then the woken one waits again. So items are always in the
     * queue or with a thread that returns them: a timeout or an interrupt has no item to lose, and puts none back, which
     * would change the order. There is no hand-off, so nothing bounds how often a thread is overtaken. CPython's queue
     * does not bound it either.
     *
     * Timeout and interrupt: after a timeout the thread polls once more. An interrupted thread that was notified before
     * forwards the notification: see WaitQueue. So an item never lies in the queue beside a waiter that nobody wakes.
     *
     * Memory order: items and waiters are two variables. A waiter queues, then looks at the items. A put appends its item,
     * then looks at the waiters. At least one of the two sees the other.
     *
     * The count of items stands apart, because to count those in the queue takes a step for each. It changes after them,
     * so amid a put or a take it may be wrong by one; isEmpty looks at the queue itself.
     */

    private static final VarHandle COUNT = Atomics.field(MethodHandles.lookup(), "count", long.class);
    private static final VarHandle WAITERS = Atomics.field(MethodHandles.lookup(), "waiters", WaitQueue.class);

    private final ConcurrentLinkedQueue<Object> items = new ConcurrentLinkedQueue<>();
    private volatile long count;
    /** Null until somebody had to wait. */
    private volatile @Nullable WaitQueue waiters;

    /** Appends {@code item}, and wakes a thread that waits for one. Never waits. */
    public void put(Object item) {
        items.add(item);
        COUNT.getAndAdd(this, 1L);
        WaitQueue waiting = waiters;
        if (waiting != null) {
            waiting.notify(1);
        }
    }

    /** Takes the first item; null if there is none. */
    public @Nullable Object poll() {
        Object item = items.poll();
        if (item != null) {
            COUNT.getAndAdd(this, -1L);
        }
        return item;
    }

    /** Takes the first item, and waits for one as long as there is none; null if {@code deadline} passed first. */
    public @Nullable Object take(Deadline deadline, Blocking blocking) throws InterruptedException {
        boolean inTime = true;
        Object item = poll();
        while (item == null && inTime) {
            inTime = waiters().awaitUnless(() -> !items.isEmpty(), deadline, blocking);
            item = poll();
        }
        return item;
    }

    private WaitQueue waiters() {
        WaitQueue waiting = waiters;
        if (waiting == null) {
            WaitQueue created = new WaitQueue(this);
            waiting = (WaitQueue) WAITERS.compareAndExchange(this, null, created);
            waiting = waiting == null ? created : waiting;
        }
        return waiting;
    }

    /** All items, the first one first. */
    public Object[] items() {
        return items.toArray();
    }

    /** Puts {@code replacements} in the place of all items. Nobody else may put or take meanwhile. */
    public void replaceItems(List<Object> replacements) {
        items.clear();
        items.addAll(replacements);
    }

    /** How many items there are. While other threads put and take, a moment ago or in a moment. */
    public long size() {
        return Math.max(count, 0);
    }

    /** Whether there is no item. */
    public boolean isEmpty() {
        return items.isEmpty();
    }

    @Override
    public String toString() {
        return Names.describe("queue.SimpleQueue", this, "size=" + size());
    }
}
