package dev.jthreading.conformance.report;

import java.util.List;
import java.util.Map;

/**
 * One suite, on all implementations.
 *
 * @param name with the version of CPython that it is from, for example {@code test_thread 3.12.1}
 * @param sources where each implementation's results come from, by its key
 * @param totals how many tests ended in which outcome, by the implementation's key and the outcome
 */
public record SuiteReport(String name, Map<String, Source> sources, Map<String, Map<String, Integer>> totals, List<TestRow> tests) {

    /** Puts a suite's tests together and counts. */
    public static SuiteReport of(String name, Map<String, Source> sources, List<TestRow> tests) {
        return new SuiteReport(name, sources, Totals.of(sources.keySet(), tests), tests);
    }
}
