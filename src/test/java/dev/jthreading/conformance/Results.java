package dev.jthreading.conformance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the tests of one suite did on one implementation, in the order in which they ran. */
final class Results {

    private final Map<String, TestReport> reports = new LinkedHashMap<>();

    void add(TestReport report) {
        reports.put(report.id(), report);
    }

    Optional<Outcome> of(String id) {
        return Optional.ofNullable(reports.get(id)).map(TestReport::outcome);
    }

    Collection<String> ids() {
        return reports.keySet();
    }

    Collection<TestReport> reports() {
        return reports.values();
    }

    long count(Outcome outcome) {
        return reports.values().stream().filter(report -> report.outcome() == outcome).count();
    }
}
