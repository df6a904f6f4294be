package dev.jthreading.interpreter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The queues between the interpreters of a family. A queue is forgotten with its last reference, and with its destruction. One that
 * nobody but an item on its way refers to is forgotten as well, and found again when the item arrives.
 */
public final class SharedQueues {

    @GuardedBy("this")
    private long lastId;
    /** To be changed with this object's monitor. */
    private final ConcurrentNavigableMap<Long, SharedQueue> byId = new ConcurrentSkipListMap<>();

    /** Makes a queue with room for so many items, and what becomes of items whose interpreter has ended. It has no reference yet. */
    public synchronized SharedQueue create(long room, int unbound, int fallback) {
        SharedQueue queue = new SharedQueue(++lastId, room, unbound, fallback);
        byId.put(queue.id(), queue);
        return queue;
    }

    /** The queue with that id, null if there is none. */
    public @Nullable SharedQueue find(long id) {
        return byId.get(id);
    }

    /** All queues, the newest first. */
    public List<SharedQueue> all() {
        return List.copyOf(byId.descendingMap().values());
    }

    /** Forgets a queue for good; those that wait on it wait on. False if it was forgotten already. */
    public synchronized boolean destroy(SharedQueue queue) {
        queue.destroy();
        return byId.remove(queue.id(), queue);
    }

    /** Counts one reference more of an interpreter; false if the queue has been destroyed. */
    public synchronized boolean bind(SharedQueue queue, long interpreter) {
        if (queue.isDestroyed()) {
            return false;
        }
        queue.bind(interpreter);
        byId.put(queue.id(), queue);
        return true;
    }

    /** Counts one reference less of an interpreter; false if the queue has none to lose. */
    public synchronized boolean release(SharedQueue queue, long interpreter) {
        if (!queue.isBound()) {
            return false;
        }
        queue.release(interpreter);
        forgetIfUnbound(queue);
        return true;
    }

    private void forgetIfUnbound(SharedQueue queue) {
        if (!queue.isBound()) {
            byId.remove(queue.id());
        }
    }

    /** An interpreter has ended: so have its references, and queues learn of its items. */
    synchronized void endInterpreter(long interpreter) {
        for (SharedQueue queue : byId.values()) {
            queue.endSender(interpreter);
            if (queue.releaseAll(interpreter)) {
                forgetIfUnbound(queue);
            }
        }
    }
}
