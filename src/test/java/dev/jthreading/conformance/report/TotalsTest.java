package dev.jthreading.conformance.report;

import static dev.jthreading.conformance.report.Samples.result;
import static dev.jthreading.conformance.report.Samples.test;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.conformance.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotalsTest {

    private final Map<String, Map<String, Integer>> totals = Totals.of(List.of("a", "b", "c"), List.of(
            test("x", null, Map.of("a", result(Outcome.FAIL, ""), "b", result(Outcome.PASS, ""))),
            test("y", null, Map.of("a", result(Outcome.PASS, ""))),
            test("z", null, Map.of("a", result(Outcome.PASS, "")))));

    @Test
    void countsEachOutcomeInOrder() {
        assertThat(totals.get("a")).containsExactly(Map.entry("pass", 2), Map.entry("fail", 1));
    }

    @Test
    void testThatDidNotRunCountsAsNothing() {
        assertThat(totals.get("b")).containsExactly(Map.entry("pass", 1));
        assertThat(totals.get("c")).isEmpty();
    }
}
