package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.SimpleQueue;
import dev.jthreading.sync.StackRoom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
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

    /** An item that came to a queue while a thread was about to share it: it is either one, as that ends. */
    private record Prepared(Object item, Object neutral) { }

    QueueFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module) {
        module.add(KEPT, "queue_new", 0, args -> new Handle(new SimpleQueue()));
        module.addVoid(KEPT, "queue_put", 2, args -> put((Handle) args[0], args[1]));
        module.add(KEPT, "queue_poll", 2, args -> poll(queue(args[0]), args[1]));
        module.add(KEPT, "queue_get", 1, this::get);
        module.add(KEPT, "queue_get_within", 3, this::getWithin);
        module.add(KEPT, "queue_size", 1, args -> queue(args[0]).size());
        module.add(KEPT, "queue_is_empty", 1, args -> queue(args[0]).isEmpty());
        module.add(KEPT, "queue_items", 1, args -> items((Handle) args[0]));
        module.addVoid(KEPT, "queue_begin_sharing", 1, args -> ((Handle) args[0]).sharers++);
        module.add(KEPT, "queues_share", 1, args -> share(Neutral.elements(args[0])));
        module.addVoid(KEPT, "queue_end_sharing", 1, args -> endSharing((Handle) args[0]));
    }

    private static SimpleQueue queue(Object handle) {
        return Values.target(handle, SimpleQueue.class);
    }

    /** At the end of the stack a put could leave an item of which it says that it is not there. */
    private void put(Handle handle, Object item) {
        StackRoom.requireLittle();
        Object neutral = handle.sharers > 0 && !handle.shared ? context.interpreterFunctions().prepare(item) : null;
        // Meanwhile other threads of the interpreter had the GIL.
        if (handle.shared) {
            queue(handle).put(new Travelling(neutral == null ? context.interpreterFunctions().encode(item) : neutral));
        } else {
            queue(handle).put(neutral == null || handle.sharers == 0 ? item : new Prepared(item, neutral));
        }
    }

    private Object delivered(Object item) {
        return item instanceof Travelling travelling ? context.interpreterFunctions().decode(travelling.neutral) : own(item);
    }

    /** An item of a queue that interpreters do not share. */
    private static Object own(Object item) {
        return item instanceof Prepared prepared ? prepared.item : item;
    }

    /** The items of a queue that have yet to become such as travel; None if interpreters share it. */
    private Object items(Handle handle) {
        return handle.shared ? values.none()
                : new GuestArray(Arrays.stream(queue(handle).items()).filter(item -> !(item instanceof Prepared)).toArray());
    }

    /**
     * Lets interpreters share queues. Each comes with its items, and with what they become. Returns false, and does nothing, if one of
     * them has got another item meanwhile. Such as can travel are prepared, so there is an end to it while others put and take.
     */
    private Object share(Object[] queues) {
        StackRoom.require();
        IdentityHashMap<Object, Object> pairs = new IdentityHashMap<>();
        List<Handle> handles = new ArrayList<>();
        for (Object[] part : Arrays.stream(queues).map(Neutral::elements).toList()) {
            handles.add((Handle) part[0]);
            Object[] items = Neutral.elements(part[1]);
            Object[] itsPairs = Neutral.elements(part[2]);
            for (int i = 0; i < items.length; i++) {
                pairs.put(items[i], itsPairs[i]);
            }
        }
        handles.removeIf(handle -> handle.shared);
        if (!handles.stream().flatMap(handle -> Arrays.stream(queue(handle).items()))
                .allMatch(item -> item instanceof Prepared || pairs.containsKey(item))) {
            return false;
        }
        List<List<Object>> travelling = handles.stream()
                .map(handle -> Arrays.stream(queue(handle).items()).map(item -> travelling(item, pairs)).toList()).toList();
        for (int i = 0; i < handles.size(); i++) {
            handles.get(i).shared = true;
            queue(handles.get(i)).replaceItems(travelling.get(i));
        }
        return true;
    }

    private Object travelling(Object item, IdentityHashMap<Object, Object> pairs) {
        return new Travelling(item instanceof Prepared prepared ? prepared.neutral
                : Neutral.of(Objects.requireNonNull(pairs.get(item)), values));
    }

    private static void endSharing(Handle handle) {
        handle.sharers--;
        if (handle.sharers > 0 || handle.shared) {
            return;
        }
        Object[] items = queue(handle).items();
        if (Arrays.stream(items).anyMatch(Prepared.class::isInstance)) {
            queue(handle).replaceItems(Arrays.stream(items).map(QueueFunctions::own).toList());
        }
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
