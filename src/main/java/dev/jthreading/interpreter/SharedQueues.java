package dev.jthreading.interpreter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
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
    /** Those that are not destroyed, also where only an item on its way refers to one. */
    @GuardedBy("this")
    private final Set<SharedQueue> open = Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();

    /** What has a reference to a queue as long as it is reachable itself. */
    private static final class Holder extends PhantomReference<Object> {
        private final SharedQueue queue;
        private final long interpreter;

        Holder(Object holder, ReferenceQueue<Object> unreachable, SharedQueue queue, long interpreter) {
            super(holder, unreachable);
            this.queue = queue;
            this.interpreter = interpreter;
        }
    }

    /** Makes a queue with room for so many items, and what becomes of items whose interpreter has ended. It has no reference yet. */
    public synchronized SharedQueue create(long room, int unbound, int fallback) {
        releaseUnreachable();
        SharedQueue queue = new SharedQueue(++lastId, room, unbound, fallback);
        byId.put(queue.id(), queue);
        open.add(queue);
        return queue;
    }

    /** The queue with that id, null if there is none. */
    public @Nullable SharedQueue find(long id) {
        releaseUnreachable();
        return byId.get(id);
    }

    /** All queues, the newest first. */
    public List<SharedQueue> all() {
        releaseUnreachable();
        return List.copyOf(byId.descendingMap().values());
    }

    /** Forgets a queue for good, and ends waits on it. False if it was forgotten already. */
    public synchronized boolean destroy(SharedQueue queue) {
        queue.items().close();
        open.remove(queue);
        return byId.remove(queue.id(), queue);
    }

    /** Counts one reference more of an interpreter; false if the queue has been destroyed. */
    public synchronized boolean bind(SharedQueue queue, long interpreter) {
        if (queue.items().isClosed()) {
            return false;
        }
        queue.references().add(interpreter);
        byId.put(queue.id(), queue);
        return true;
    }

    /** Counts one reference more of an interpreter, for as long as {@code holder} is reachable; false if the queue has been destroyed. */
    public boolean bind(SharedQueue queue, long interpreter, Object holder) {
        boolean bound = bind(queue, interpreter);
        if (bound) {
            holders.add(new Holder(holder, unreachable, queue, interpreter));
        }
        return bound;
    }

    private void releaseUnreachable() {
        while (unreachable.poll() instanceof Holder holder) {
            holders.remove(holder);
            releaseOwn(holder.queue, holder.interpreter);
        }
    }

    /** Counts one reference less of an interpreter, which may have lost all of them already. */
    private synchronized void releaseOwn(SharedQueue queue, long interpreter) {
        if (queue.references().isHeldBy(interpreter)) {
            release(queue, interpreter);
        }
    }

    /** Counts one reference less of an interpreter; false if the queue has none to lose. */
    public synchronized boolean release(SharedQueue queue, long interpreter) {
        if (queue.references().isEmpty()) {
            return false;
        }
        queue.references().drop(interpreter);
        forgetIfUnbound(queue);
        return true;
    }

    private void forgetIfUnbound(SharedQueue queue) {
        if (queue.references().isEmpty()) {
            byId.remove(queue.id());
        }
    }

    /** An interpreter has ended: so have its references, and queues learn of its items. */
    synchronized void endInterpreter(long interpreter) {
        for (SharedQueue queue : open) {
            queue.endSender(interpreter);
            if (queue.references().dropAll(interpreter)) {
                forgetIfUnbound(queue);
            }
        }
    }
}
