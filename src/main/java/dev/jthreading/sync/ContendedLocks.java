package dev.jthreading.sync;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The locks that somebody had to wait for, as long as they live: what a thread holds is looked for among them. */
public final class ContendedLocks {

    private static final int FIRST_LIMIT = 256;
    private static final ConcurrentLinkedQueue<WeakReference<QueuedLock>> LOCKS = new ConcurrentLinkedQueue<>();
    /** With more of them it is time to look which are gone. */
    private static final AtomicInteger LIMIT = new AtomicInteger(FIRST_LIMIT);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private ContendedLocks() { }

    static void add(QueuedLock lock) {
        LOCKS.add(new WeakReference<>(lock));
        if (COUNT.incrementAndGet() > LIMIT.get()) {
            LOCKS.removeIf(reference -> reference.refersTo(null));
            int left = LOCKS.size();
            COUNT.set(left);
            LIMIT.set(Math.max(FIRST_LIMIT, 2 * left));
        }
    }

    /** Those that the thread with that id has, as far as can be told without stopping it. */
    public static List<QueuedLock> heldBy(long threadId) {
        List<QueuedLock> held = new ArrayList<>();
        for (WeakReference<QueuedLock> reference : LOCKS) {
            QueuedLock lock = reference.get();
            if (lock != null && lock.holder() == threadId) {
                held.add(lock);
            }
        }
        return held;
    }
}
