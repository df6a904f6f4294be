package dev.jthreading.interpreter;

import dev.jthreading.sync.BoundedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A queue between interpreters. Its items belong to no context. (CPython documentation: concurrent.interpreters, Queue.) */
public final class SharedQueue {

    private final long id;
    private final int unbound;
    private final int fallback;
    private final BoundedQueue<SharedItem> items;
    private final AtomicLong references = new AtomicLong();

    SharedQueue(long id, long room, int unbound, int fallback) {
        this.id = id;
        this.unbound = unbound;
        this.fallback = fallback;
        items = new BoundedQueue<>(room);
    }

    public long id() {
        return id;
    }

    public BoundedQueue<SharedItem> items() {
        return items;
    }

    /** What becomes of an item whose interpreter has ended, if the item does not say. */
    public int unbound() {
        return unbound;
    }

    public int fallback() {
        return fallback;
    }

    /** Counts one reference more; returns how many there are. */
    public long addReference() {
        return references.incrementAndGet();
    }

    /** Counts one reference less; returns how many are left, or a negative number if there was none. */
    public long dropReference() {
        return references.getAndUpdate(count -> Math.max(count - 1, 0)) - 1;
    }

    void endSender(long sender) {
        items.removeIf(item -> item.endSender(sender));
    }
}
