package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.SimpleQueue;
import dev.jthreading.sync.StackRoom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Functions of {@code _queue.SimpleQueue}. Its items are Python's objects, which Java hands back as it got them. Those of a queue that
 * interpreters share belong to none: see {@link Neutral}.
 */
final class QueueFunctions {

    private final JThreadingContext context;
    private final Values values;

    /** An item of a queue that interpreters share. */
    private record Travelling(Object neutral) { }

    QueueFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module) {
        module.add(KEPT, "queue_new", 0, args -> new Handle(new SimpleQueue()));
        module.addVoid(KEPT, "queue_put", 2, args -> put(args[0], args[1]));
        module.add(KEPT, "queue_poll", 2, args -> poll(queue(args[0]), args[1]));
        module.add(KEPT, "queue_get", 1, this::get);
        module.add(KEPT, "queue_get_within", 3, this::getWithin);
        module.add(KEPT, "queue_size", 1, args -> queue(args[0]).size());
        module.add(KEPT, "queue_is_empty", 1, args -> queue(args[0]).isEmpty());
        module.add(KEPT, "queue_items", 1, args -> items((Handle) args[0]));
        module.add(KEPT, "queues_share", 1, args -> share(Neutral.elements(args[0])));
    }

    private static SimpleQueue queue(Object handle) {
        return Values.target(handle, SimpleQueue.class);
    }

    /** At the end of the stack a put could leave an item of which it says that it is not there. */
    private void put(Object handle, Object item) {
        StackRoom.requireLittle();
        queue(handle).put(((Handle) handle).shared ? new Travelling(context.interpreterFunctions().encode(item)) : item);
    }

    private Object delivered(Object item) {
        return item instanceof Travelling travelling ? context.interpreterFunctions().decode(travelling.neutral) : item;
    }

    /** The items of a queue; None if interpreters share it. */
    private Object items(Handle handle) {
        return handle.shared ? values.none() : new GuestArray(queue(handle).items());
    }

    /**
     * Lets interpreters share queues. Each comes with its items, and with what they become. Returns false, and does nothing, if these are
     * not the items of one of them any more.
     */
    private Object share(Object[] queues) {
        List<Object[]> parts = Arrays.stream(queues).map(Neutral::elements).toList();
        if (!parts.stream().allMatch(part -> hasItems((Handle) part[0], (GuestArray) part[1]))) {
            return false;
        }
        // An item may be one of the queues.
        parts.forEach(part -> ((Handle) part[0]).shared = true);
        for (Object[] part : parts) {
            Object[] neutral = (Object[]) Neutral.of(part[2], values);
            queue(part[0]).replaceItems(Arrays.stream(neutral).map(Travelling::new).collect(Collectors.toList()));
        }
        return true;
    }

    private static boolean hasItems(Handle handle, GuestArray items) {
        return !handle.shared && items.has(queue(handle).items());
    }

    /** Takes the first item, which at the end of the stack would be lost; null if there is none. */
    private static @Nullable Object poll(SimpleQueue queue) {
        StackRoom.requireLittle();
        return queue.poll();
    }

    private Object poll(SimpleQueue queue, Object otherwise) {
        Object item = poll(queue);
        return item == null ? otherwise : delivered(item);
    }

    /** Takes the first item, and waits until there is one. */
    private Object get(Object[] args) throws InterruptedException {
        SimpleQueue queue = queue(args[0]);
        Object item = poll(queue);
        return item == null ? take(queue, Deadline.NEVER, values.none()) : delivered(item);
    }

    /** Takes the first item, and waits for one, for so many nanoseconds; returns {@code args[2]} if none came. */
    private Object getWithin(Object[] args) throws InterruptedException {
        SimpleQueue queue = queue(args[0]);
        Object item = poll(queue);
        return item == null ? take(queue, values.deadline(args[1]), args[2]) : delivered(item);
    }

    private Object take(SimpleQueue queue, Deadline deadline, Object otherwise) throws InterruptedException {
        if (deadline.remaining() <= 0) {
            return otherwise;
        }
        StackRoom.require();
        AtomicReference<Object> taken = new AtomicReference<>(otherwise);
        context.await(queue, () -> {
            Object item = queue.take(deadline, context.unlockedBlocking());
            taken.setPlain(item == null ? otherwise : item);
            return item != null;
        });
        return delivered(taken.getPlain());
    }
}
