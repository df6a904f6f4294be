package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.SimpleQueue;
import dev.jthreading.sync.StackRoom;
import java.util.Arrays;
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
        module.add(KEPT, "queue_items", 1, args -> new GuestArray(queue(args[0]).items()));
        module.add(KEPT, "queue_share", 3, this::share);
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

    /**
     * Lets interpreters share the queue {@code args[0]}, whose items {@code args[1]} become {@code args[2]}. Returns false, and does
     * nothing, if these are not its items any more.
     */
    private Object share(Object[] args) {
        SimpleQueue queue = queue(args[0]);
        Object[] items = queue.items();
        if (!((GuestArray) args[1]).has(items)) {
            return false;
        }
        Object[] neutral = (Object[]) Neutral.of(args[2], values);
        queue.replaceItems(Arrays.stream(neutral).map(Travelling::new).collect(Collectors.toList()));
        ((Handle) args[0]).shared = true;
        return true;
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
