package dev.jthreading.sync;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The locks that somebody had to wait for, as long as they live: what a thread holds is looked for among them. */
public final class ContendedMonitors {

    private static final int FIRST_LIMIT = 256;
    private static final ConcurrentLinkedQueue<WeakReference<Monitor>> MONITORS = new ConcurrentLinkedQueue<>();
    /** With more of them it is time to look which are gone. */
    private static final AtomicInteger LIMIT = new AtomicInteger(FIRST_LIMIT);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private ContendedMonitors() { }

    static void add(Monitor monitor) {
        MONITORS.add(new WeakReference<>(monitor));
        if (COUNT.incrementAndGet() > LIMIT.get()) {
            MONITORS.removeIf(reference -> reference.refersTo(null));
            int left = MONITORS.size();
            COUNT.set(left);
            LIMIT.set(Math.max(FIRST_LIMIT, 2 * left));
        }
    }

    /** Those that the thread with that id has, as far as can be told without stopping it. */
    public static List<Monitor> heldBy(long threadId) {
        List<Monitor> held = new ArrayList<>();
        for (WeakReference<Monitor> reference : MONITORS) {
            Monitor monitor = reference.get();
            if (monitor != null && monitor.holder() == threadId) {
                held.add(monitor);
            }
        }
        return held;
    }
}
