package dev.jthreading.thread;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The {@code threading.local}s that one thread has attributes in. The thread itself adds to them; whoever ends it drops them. */
final class GuestLocals {

    private final GuestThread thread;
    private final Object lock = new Object();
    /** Null as long as there are none, as in most threads. Weak: see {@link LocalStorage}. */
    @GuardedBy("lock")
    private @Nullable Set<LocalStorage> storages;

    GuestLocals(GuestThread thread) {
        this.thread = thread;
    }

    void add(LocalStorage storage) {
        synchronized (lock) {
            Set<LocalStorage> known = storages;
            if (known == null) {
                known = Collections.newSetFromMap(new WeakHashMap<>());
                storages = known;
            }
            known.add(storage);
        }
    }

    boolean isEmpty() {
        synchronized (lock) {
            return storages == null;
        }
    }

    /** Drops the thread's attributes. */
    void drop() {
        synchronized (lock) {
            Set<LocalStorage> known = storages;
            if (known != null) {
                known.forEach(storage -> storage.remove(thread));
                storages = null;
            }
        }
    }
}
