package dev.jthreading.thread;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The Java threads that have come into a context: attached threads, the main thread and this library's own. Nobody tells when a
 * thread of the application's ends.
 */
final class EnteredThreads {

    private static final int FIRST_LIMIT = 64;

    private final Map<Thread, GuestThread> threads = new ConcurrentHashMap<>();
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
    }

    /** The threads that are alive. */
    Stream<GuestThread> alive() {
        return threads.entrySet().stream().filter(entry -> entry.getKey().isAlive()).map(Map.Entry::getValue);
    }
}
