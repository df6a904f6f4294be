package dev.jthreading.interpreter;

import dev.jthreading.sync.BoundedQueue;

/**
 * A queue between interpreters. Its items belong to no context. {@link SharedQueues} guards its references. (CPython documentation:
 * concurrent.interpreters, Queue.)
 */
public final class SharedQueue {

    private final long id;
    private final int unbound;
    private final int fallback;
    private final BoundedQueue<SharedItem> items;
    private final References references = new References();

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

    References references() {
        return references;
    }

    void endSender(long sender) {
        items.removeIf(item -> item.endSender(sender));
    }
}
