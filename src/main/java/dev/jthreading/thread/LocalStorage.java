package dev.jthreading.thread;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one {@code threading.local}, a dictionary for each thread. The dictionaries hang on the local and not on
 * the threads. So a local that is reachable only from its own attributes is garbage. Threads know their locals weakly, and take their
 * attributes out when they end.
 */
public final class LocalStorage {

    private record Slot(GuestThread thread, Object attributes) { }

    private final ConcurrentHashMap<GuestThread, Slot> slots = new ConcurrentHashMap<>();
    private volatile @Nullable Slot last;

    /** The attributes in {@code thread}, null if it has none yet. */
    public @Nullable Object get(GuestThread thread) {
        Slot recent = last;
        if (recent != null && recent.thread == thread) {
            return recent.attributes;
        }
        Slot slot = slots.get(thread);
        if (slot == null) {
            return null;
        }
        last = slot;
        return slot.attributes;
    }

    /** Gives {@code thread} its attributes. */
    public void put(GuestThread thread, Object attributes) {
        slots.put(thread, new Slot(thread, attributes));
        thread.remember(this);
    }

    /** Takes the attributes of {@code thread} away: the next access gives it new ones. */
    public void remove(GuestThread thread) {
        slots.remove(thread);
        Slot recent = last;
        if (recent != null && recent.thread == thread) {
            last = null;
        }
    }
}
