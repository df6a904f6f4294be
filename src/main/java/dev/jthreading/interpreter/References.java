package dev.jthreading.interpreter;

import java.util.HashMap;
import java.util.Map;

/** How many references each interpreter has to something that is counted so. Whoever has this guards it. */
final class References {

    private final Map<Long, Long> counts = new HashMap<>();

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Whether {@code holder} has any. */
    boolean isHeldBy(long holder) {
        return counts.containsKey(holder);
    }

    /** Whether nobody but {@code holder} has any. */
    boolean isHeldByNobodyBut(long holder) {
        return counts.keySet().stream().allMatch(other -> other == holder);
    }

    /** Counts one more of {@code holder}. */
    void add(long holder) {
        counts.merge(holder, 1L, Long::sum);
    }

    /** Counts one less: of {@code holder}, or of another interpreter if that one has none. There must be one. */
    void drop(long holder) {
        long loser = isHeldBy(holder) ? holder : counts.keySet().iterator().next();
        counts.computeIfPresent(loser, (key, count) -> count == 1 ? null : count - 1);
    }

    /** {@code holder} loses all that it has; returns whether it had any. */
    boolean dropAll(long holder) {
        return counts.remove(holder) != null;
    }
}
