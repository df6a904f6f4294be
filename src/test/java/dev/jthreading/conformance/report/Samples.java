package dev.jthreading.conformance.report;

import dev.jthreading.conformance.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small results that the tests of this package share. */
final class Samples {

    static final Source SOURCE = new Source("CPython 3.12.1", "some machine", "2026-01-31", false);

    private Samples() {
    }

    static Result result(Outcome outcome, String message) {
        return new Result(outcome, 0.25, message);
    }

    static TestRow test(String id, @Nullable String reason, Map<String, Result> results) {
        return new TestRow(id, "test_a 3.12.1", reason == null ? null : "fail", reason, false, results);
    }

    static Report report(TestRow... tests) {
        SuiteReport suite = SuiteReport.of("test_a 3.12.1", Map.of("cpython", SOURCE), List.of(tests));
        return Report.of("2026-01-31T12:00:00Z", List.of(), Map.of("cpython", "CPython"), List.of(suite));
    }
}
