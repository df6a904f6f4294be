package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.interpreter.SharedChannel;
import dev.jthreading.interpreter.SharedChannels;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.StackRoom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Functions of {@code _interpchannels}: channels between interpreters. What is in them is {@link Neutral}. Where one has no other result it
 * returns the code of a {@link SharedChannel.Result}.
 */
final class SharedChannelFunctions {

    /** What an operation returns in place of a result: no channel has that id. */
    private static final int UNKNOWN = -1;
    /** The time of a send that does not wait. */
    private static final long NO_WAIT = -1;

    private final JThreadingContext context;
    private final Values values;

    /** What is done with the channel that has an id. */
    @FunctionalInterface
    private interface Operation {
        Object on(SharedChannel channel) throws InterruptedException;
    }

    SharedChannelFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module) {
        module.add(KEPT, "channel_new", 2, args -> withHandle(channels().create(Values.asInt(args[0]), Values.asInt(args[1]))));
        module.add(KEPT, "channel_find", 1, args -> values.orNone(handle(channels().find(Values.asLong(args[0])))));
        module.add(KEPT, "channel_all", 0, args -> new GuestArray(
                channels().all().stream().filter(channel -> !channel.isClosed()).map(SharedChannelFunctions::withHandle).toArray()));
        module.add(KEPT, "channel_remove", 1, args -> with(args[0], channel -> {
            channels().remove(channel);
            return SharedChannel.Result.DONE.code();
        }));
        module.add(KEPT, "channel_state", 1, args -> with(args[0], channel -> channel.isClosed() ? closed()
                : new GuestArray(channel.size(), channel.unbound(), channel.fallback())));
        module.add(KEPT, "channel_info", 1, args -> with(args[0],
                channel -> new GuestArray(Arrays.stream(channel.info(interpreter())).boxed().toArray())));
        module.add(KEPT, "channel_bound", 2, args -> with(args[0], channel -> boundTo(channel, end(args[1]))));
        module.add(KEPT, "channel_send", 4, args -> with(args[0], channel -> send(channel, args)));
        module.add(KEPT, "channel_recv", 1, args -> with(args[0], this::recv));
        module.add(KEPT, "channel_close", 4, args -> with(args[0], channel -> channel
                .close(Values.asBoolean(args[1]), Values.asBoolean(args[2]), Values.asBoolean(args[3])).code()));
        module.add(KEPT, "channel_release", 3, args -> with(args[0], channel -> channel
                .release(interpreter(), Values.asBoolean(args[1]), Values.asBoolean(args[2])).code()));
    }

    private SharedChannels channels() {
        return context.interpreters().channels();
    }

    private long interpreter() {
        return Interpreters.idOf(context.env());
    }

    private Object with(Object id, Operation operation) throws InterruptedException {
        StackRoom.require();
        SharedChannel channel = channels().find(Values.asLong(id));
        return channel == null ? UNKNOWN : operation.on(channel);
    }

    /** A channel's id, what keeps the channel there, and its defaults. */
    private static GuestArray withHandle(SharedChannel channel) {
        return new GuestArray(channel.id(), new Handle(channel), channel.unbound(), channel.fallback());
    }

    private static @Nullable Handle handle(@Nullable SharedChannel channel) {
        return channel == null ? null : new Handle(channel);
    }

    private static int closed() {
        return SharedChannel.Result.CLOSED.code();
    }

    private static SharedChannel.End end(Object send) {
        return Values.asBoolean(send) ? SharedChannel.End.SEND : SharedChannel.End.RECV;
    }

    private static Object boundTo(SharedChannel channel, SharedChannel.End end) {
        return channel.isClosed(end) ? closed() : new GuestArray(channel.boundTo(end).toArray());
    }

    /**
     * Sends the value {@code args[1]} with what is to become of it, {@code args[2]}, and waits {@code args[3]} nanoseconds at most until it
     * is received.
     */
    private Object send(SharedChannel channel, Object[] args) throws InterruptedException {
        SharedChannel.Item item = new SharedChannel.Item(interpreter(), Neutral.of(args[1], values), Values.asInt(args[2]));
        SharedChannel.Result sent = channel.send(item);
        if (sent != SharedChannel.Result.DONE || (!values.isNone(args[3]) && Values.asLong(args[3]) == NO_WAIT)) {
            return sent.code();
        }
        Deadline deadline = values.deadline(args[3]);
        context.await(channel, () -> channel.await(item, deadline, context.unlockedBlocking()));
        return item.outcome().code();
    }

    /** The first item's replacement and value. */
    private Object recv(SharedChannel channel) {
        AtomicReference<SharedChannel.@Nullable Item> taken = new AtomicReference<>();
        SharedChannel.Result result = channel.receive(interpreter(), taken::setPlain);
        SharedChannel.Item item = taken.getPlain();
        return item == null ? result.code() : new GuestArray(item.replacement(), Neutral.in(item.value(), values));
    }
}
