package dev.jthreading.interpreter;

import dev.jthreading.sync.BoundedQueue;
import java.util.HashMap;
import java.util.Map;

/**
 * A queue between interpreters. Its items belong to no context. {@link SharedQueues} guards its references. (CPython documentation:
 * concurrent.interpreters, Queue.)
 */
public final class SharedQueue {

    private final long id;
    private final int unbound;
    private final int fallback;
    private final BoundedQueue<SharedItem> items;
    /** How many references each interpreter has. */
    private final Map<Long, Long> references = new HashMap<>();

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

    /** Whether there is any reference. */
    boolean isBound() {
        return !references.isEmpty();
    }

    boolean isBoundBy(long interpreter) {
        return references.containsKey(interpreter);
    }

    void bind(long interpreter) {
        references.merge(interpreter, 1L, Long::sum);
    }

    /** One reference less: of that interpreter, or of another one if it has none. */
    void release(long interpreter) {
        Long holder = references.containsKey(interpreter) ? interpreter : references.keySet().iterator().next();
        references.computeIfPresent(holder, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Returns whether the interpreter had any. */
    boolean releaseAll(long interpreter) {
        return references.remove(interpreter) != null;
    }

    void endSender(long sender) {
        items.removeIf(item -> item.endSender(sender));
    }
}
