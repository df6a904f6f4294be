package dev.jthreading.sync;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the threads of a barrier's round must agree on. Model checking takes each method for one step. */
final class Agreement {

    private final Map<Barrier.Generation, Boolean> outcomes = new ConcurrentHashMap<>();
    private final Set<Barrier.Arrival> passed = ConcurrentHashMap.newKeySet();

    /** The rounds whose end some thread knows already. */
    Set<Barrier.Generation> over() {
        return Set.copyOf(outcomes.keySet());
    }

    /** A thread must not come into a round that was {@code over} before. */
    void arrived(Set<Barrier.Generation> over, Barrier.Arrival arrival) {
        if (over.contains(arrival.generation())) {
            throw new IllegalStateException("a thread came into a round that was over");
        }
    }

    /** All threads that stay to the end of a round must find that it tripped, or that it did not, and have different places. */
    void ended(Barrier.Arrival arrival, boolean tripped) {
        Boolean others = outcomes.putIfAbsent(arrival.generation(), tripped);
        if (others != null && others != tripped) {
            throw new IllegalStateException("some passed, and some found the barrier broken");
        }
        if (tripped && !passed.add(arrival)) {
            throw new IllegalStateException("two threads had the same place");
        }
    }
}
