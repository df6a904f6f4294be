package dev.jthreading.interpreter;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The channels between the interpreters of a family. A channel is gone when nobody refers to it any more: no id in any interpreter, and
 * none on its way between two.
 */
public final class SharedChannels {

    private final AtomicLong nextId = new AtomicLong();
    private final ConcurrentNavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final ReferenceQueue<SharedChannel> unreachable = new ReferenceQueue<>();

    private static final class Entry extends WeakReference<SharedChannel> {
        private final Long id;

        Entry(SharedChannel channel, ReferenceQueue<SharedChannel> unreachable) {
            super(channel, unreachable);
            id = channel.id();
        }
    }

    /** Makes a channel. The numbers say what becomes of items that do not say themselves. */
    public SharedChannel create(int unbound, int fallback) {
        while (unreachable.poll() instanceof Entry entry) {
            entries.remove(entry.id);
        }
        SharedChannel channel = new SharedChannel(nextId.getAndIncrement(), unbound, fallback);
        entries.put(channel.id(), new Entry(channel, unreachable));
        return channel;
    }

    /** The channel with that id, null if there is none. */
    public @Nullable SharedChannel find(long id) {
        Entry entry = entries.get(id);
        return entry == null ? null : entry.get();
    }

    /** All channels, the newest first. */
    public List<SharedChannel> all() {
        List<SharedChannel> all = new ArrayList<>();
        for (Entry entry : entries.descendingMap().values()) {
            SharedChannel channel = entry.get();
            if (channel != null) {
                all.add(channel);
            }
        }
        return all;
    }

    /** Closes a channel and forgets it. */
    public void remove(SharedChannel channel) {
        entries.remove(channel.id());
        channel.close(false, false, true);
    }

    void endInterpreter(long interpreter) {
        all().forEach(channel -> channel.endInterpreter(interpreter));
    }
}
