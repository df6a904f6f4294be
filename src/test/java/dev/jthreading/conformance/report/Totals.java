package dev.jthreading.conformance.report;

import dev.jthreading.conformance.Outcome;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts outcomes, by implementation and then by the outcome's word. */
final class Totals {

    private Totals() {
    }

    /** How often each outcome occurred, in the order of {@link Outcome}; what never occurred is left out. */
    static Map<String, Map<String, Integer>> of(Collection<String> implementations, List<TestRow> tests) {
        Map<String, Map<String, Integer>> totals = new LinkedHashMap<>();
        implementations.forEach(implementation -> totals.put(implementation, ofOne(implementation, tests)));
        return totals;
    }

    private static Map<String, Integer> ofOne(String implementation, List<TestRow> tests) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            int count = (int) tests.stream().map(test -> test.results().get(implementation))
                    .filter(result -> result != null && result.outcome() == outcome).count();
            if (count > 0) {
                counts.put(outcome.word(), count);
            }
        }
        return counts;
    }

    /** How many tests have any outcome. */
    static int measured(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
