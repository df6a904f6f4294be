package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.interpreter.SharedItem;
import dev.jthreading.interpreter.SharedQueue;
import dev.jthreading.interpreter.SharedQueues;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.StackRoom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Functions of {@code _interpqueues}: queues between interpreters. What is in them is {@link Neutral}. */
final class SharedQueueFunctions {

    /** What an operation returns in place of a result: no queue has that id. */
    private static final int UNKNOWN = -1;
    /** The queue is full or empty, and stayed so until the deadline. */
    private static final int NOT_IN_TIME = -2;
    /** The queue has no reference to lose. */
    private static final int NEVER_BOUND = -3;
    /** The queue says what becomes of an item. */
    private static final int DEFAULT = -1;

    private static final Object NO_ITEM = new Object();

    private final JThreadingContext context;
    private final Values values;
    private final long self;

    SharedQueueFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
        this.self = Interpreters.idOf(context.env());
    }

    void addTo(JThreadingModule module) {
        module.add(KEPT, "shared_queue_new", 3,
                args -> queues().create(Values.asLong(args[0]), Values.asInt(args[1]), Values.asInt(args[2])).id());
        module.add(KEPT, "shared_queue_ids", 0, args -> new GuestArray(queues().all().stream().map(SharedQueue::id).toArray()));
        module.add(KEPT, "shared_queue_remove", 1, args -> {
            SharedQueue queue = find(args[0]);
            return queue != null && queues().destroy(queue);
        });
        module.add(KEPT, "shared_queue_state", 1, args -> {
            SharedQueue queue = find(args[0]);
            return queue == null ? UNKNOWN
                    : new GuestArray(queue.items().size(), queue.items().room(), queue.unbound(), queue.fallback());
        });
        module.add(KEPT, "shared_queue_handle", 1, args -> {
            SharedQueue queue = find(args[0]);
            return queue == null ? values.none() : new Handle(queue);
        });
        module.add(KEPT, "shared_queue_bind", 1, args -> {
            SharedQueue queue = find(args[0]);
            return queue != null && queues().bind(queue, self);
        });
        module.add(KEPT, "shared_queue_hold", 1, args -> hold(args[0]));
        module.add(KEPT, "shared_queue_release", 1, args -> {
            SharedQueue queue = find(args[0]);
            return queue == null ? UNKNOWN : queues().release(queue, self) ? 0 : NEVER_BOUND;
        });
        module.add(KEPT, "shared_queue_offer", 2, this::offer);
        module.add(KEPT, "shared_queue_put", 5, this::put);
        module.add(KEPT, "shared_queue_poll", 1, this::poll);
        module.add(KEPT, "shared_queue_get", 3, this::get);
    }

    private SharedQueues queues() {
        return context.interpreters().queues();
    }

    private @Nullable SharedQueue find(Object id) {
        return queues().find(Values.asLong(id));
    }

    /** A handle of a queue, which counts as a reference until it is garbage; None if there is no such queue. */
    private Object hold(Object idOrHandle) {
        SharedQueue queue = idOrHandle instanceof Handle come ? (SharedQueue) come.target : find(idOrHandle);
        if (queue == null) {
            return values.none();
        }
        Handle handle = new Handle(queue);
        return queues().bind(queue, self, handle) ? handle : values.none();
    }

    /** Puts a number, a text or None at once; returns false if there is no room or no such queue. */
    private Object offer(Object[] args) {
        StackRoom.requireLittle();
        SharedQueue queue = find(args[0]);
        return queue != null && queue.items().tryPut(new SharedItem(self, Neutral.of(args[1], values), queue.unbound()));
    }

    /**
     * Puts data of a kind, {@code args[1]} and {@code args[2]}, with what is to become of it, {@code args[3]}. Waits for {@code args[4]}
     * nanoseconds at most.
     */
    private Object put(Object[] args) throws InterruptedException {
        SharedQueue queue = find(args[0]);
        if (queue == null) {
            return UNKNOWN;
        }
        Object pair = new Object[]{Neutral.of(args[1], values), Neutral.of(args[2], values)};
        int unbound = Values.asInt(args[3]);
        SharedItem item = new SharedItem(self, pair, unbound == DEFAULT ? queue.unbound() : unbound);
        StackRoom.require();
        if (queue.items().tryPut(item)) {
            return 0;
        }
        Deadline deadline = values.deadline(args[4]);
        boolean put = deadline.remaining() > 0
                && context.await(queue.items(), () -> queue.items().put(item, deadline, context.unlockedBlocking()));
        return put ? 0 : notDone(queue);
    }

    /** The first item if that is a number, a text or None; a handle otherwise, for {@link #get}. */
    private Object poll(Object[] args) {
        StackRoom.requireLittle();
        SharedQueue queue = find(args[0]);
        SharedItem item = queue == null ? null : queue.items().poll();
        if (item == null) {
            return new Handle(NO_ITEM);
        }
        return item.replacement() != 0 || item.value() instanceof Object[] ? new Handle(item) : Neutral.in(item.value(), values);
    }

    /** The replacement and value of the item that {@link #poll} took, or else of the first one; waits for {@code args[1]} nanoseconds. */
    private Object get(Object[] args) throws InterruptedException {
        if (Values.target(args[2], Object.class) instanceof SharedItem taken) {
            return received(taken);
        }
        SharedQueue queue = find(args[0]);
        if (queue == null) {
            return UNKNOWN;
        }
        StackRoom.require();
        AtomicReference<@Nullable SharedItem> taken = new AtomicReference<>(queue.items().poll());
        if (taken.getPlain() == null) {
            Deadline deadline = values.deadline(args[1]);
            if (deadline.remaining() <= 0) {
                return NOT_IN_TIME;
            }
            context.await(queue.items(), () -> {
                taken.setPlain(queue.items().take(deadline, context.unlockedBlocking()));
                return taken.getPlain() != null;
            });
        }
        SharedItem item = taken.getPlain();
        return item == null ? notDone(queue) : received(item);
    }

    private static int notDone(SharedQueue queue) {
        return queue.items().isClosed() ? UNKNOWN : NOT_IN_TIME;
    }

    /** What stands for the item, 0 for its value; then that value, or the kind and the data of it. */
    private GuestArray received(SharedItem item) {
        return item.value() instanceof Object[] pair
                ? new GuestArray(item.replacement(), Neutral.in(pair[0], values), Neutral.in(pair[1], values))
                : new GuestArray(item.replacement(), Neutral.in(item.value(), values));
    }
}
