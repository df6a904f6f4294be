package dev.jthreading.thread;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The Java threads that have come into a context: attached threads, the main thread and this library's own. Nobody tells when a
 * thread of the application's ends.
 */
final class EnteredThreads {

    private static final int FIRST_LIMIT = 64;

    private final Map<Thread, GuestThread> threads = new ConcurrentHashMap<>();
    /** Those that came to run a thread of Python's. They may come again, and nobody tells of that. */
    private final Set<Thread> hosts = ConcurrentHashMap.newKeySet();
    /** With more threads it is time to look which have ended. */
    private volatile int limit = FIRST_LIMIT;

    void add(Thread thread, GuestThread guest) {
        threads.put(thread, guest);
        if (threads.size() > limit) {
            forgetEnded();
            limit = Math.max(FIRST_LIMIT, 2 * threads.size());
        }
    }

    /** Drops what threads that have ended leave behind. */
    void forgetEnded() {
        threads.entrySet().removeIf(entry -> {
            boolean ended = entry.getKey().getState() == Thread.State.TERMINATED;
            if (ended) {
                hosts.remove(entry.getKey());
                entry.getValue().finish();
            }
            return ended;
        });
    }

    boolean contains(Thread thread) {
        return threads.containsKey(thread);
    }

    void remove(Thread thread) {
        threads.remove(thread);
        hosts.remove(thread);
    }

    /** {@code thread} came only to run a thread of Python's. It is not listed until it is more than that to Python. */
    void hide(Thread thread) {
        // A virtual thread has left for ever.
        if (contains(thread)) {
            hosts.add(thread);
        }
    }

    private Stream<GuestThread> alive() {
        return threads.entrySet().stream().filter(entry -> entry.getKey().isAlive()).map(Map.Entry::getValue);
    }

    /** The threads that are alive and listed. */
    Stream<GuestThread> listed() {
        return alive().filter(guest -> guest.isKnownToPython() || !isHost(guest));
    }

    /** The threads that are alive and came only to run a thread of Python's. */
    Stream<GuestThread> hosts() {
        return alive().filter(this::isHost);
    }

    private boolean isHost(GuestThread guest) {
        Thread thread = guest.javaThread();
        return thread != null && hosts.contains(thread);
    }
}
