package dev.jthreading.sync;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** All locks that a thread ever had to wait for, as long as they live. A thread dump looks here for what a thread holds. */
public final class ContendedLocks {

    private static final int MIN_CLEANUP_SIZE = 256;
    private static final ConcurrentLinkedQueue<WeakReference<QueuedLock>> LOCKS = new ConcurrentLinkedQueue<>();
    /** Above this size {@link #add} drops the references to locks that are gone. */
    private static final AtomicInteger CLEANUP_SIZE = new AtomicInteger(MIN_CLEANUP_SIZE);
    /** The size of {@link #LOCKS}, which itself takes linear time to count. */
    private static final AtomicInteger SIZE = new AtomicInteger();

    private ContendedLocks() { }

    static void add(QueuedLock lock) {
        LOCKS.add(new WeakReference<>(lock));
        if (SIZE.incrementAndGet() > CLEANUP_SIZE.get()) {
            LOCKS.removeIf(reference -> reference.refersTo(null));
            int left = LOCKS.size();
            SIZE.set(left);
            CLEANUP_SIZE.set(Math.max(MIN_CLEANUP_SIZE, 2 * left));
        }
    }

    /** The locks that the thread with the id {@code threadId} holds, as far as one can tell without stopping it. */
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
