package dev.jthreading.conformance.report;

import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All suites on all implementations. As JSON it reads
 *
 * <pre>{@code
 * {"generated": "2026-01-31T12:00:00Z",
 *  "limits": ["only tests matching ..."],        // empty if nothing was left out
 *  "implementations": {"cpython": "CPython", "builtin": "GraalPy's own", "jthreading": "jthreading"},
 *  "totals": {"cpython": {"pass": 246, "skip": 3}, ...},
 *  "suites": [
 *   {"name": "test_thread 3.12.1",
 *    "sources": {"cpython": {"version": "CPython 3.12.1", "runtime": "...", "date": "2026-01-31",
 *                           "recorded": true}, ...},   // by an earlier run
 *    "totals": {"cpython": {"pass": 24}, ...},
 *    "tests": [
 *     {"id": "test.test_thread.LockTests.test_locked_repr", "suite": "test_thread 3.12.1",
 *      "listed": "skip", "reason": "...",         // absent where the test must pass
 *      "unexpected": false,
 *      "results": {"cpython": {"outcome": "pass", "seconds": 0.01, "message": ""}, ...}}]}]}
 * }</pre>
 *
 * <p>Outcomes are {@code pass}, {@code skip}, {@code fail}, {@code error}, {@code hang} and {@code crash}. An implementation
 * that did not run a test is missing from its results, and {@code seconds} is missing where the test did not end by itself.
 */
public record Report(String generated, List<String> limits, Map<String, String> implementations,
        Map<String, Map<String, Integer>> totals, List<SuiteReport> suites) {

    /** Puts suites together and counts. */
    public static Report of(String generated, List<String> limits, Map<String, String> implementations, List<SuiteReport> suites) {
        List<TestRow> tests = suites.stream().flatMap(suite -> suite.tests().stream()).toList();
        return new Report(generated, limits, implementations, Totals.of(implementations.keySet(), tests), suites);
    }

    /** Puts parts of one run together. There must be one at least; what is not about suites is the last one's. */
    public static Report joined(List<Report> parts) {
        Report last = parts.getLast();
        List<SuiteReport> suites = parts.stream().flatMap(part -> part.suites().stream()).toList();
        return of(last.generated(), last.limits(), last.implementations(), suites);
    }

    /** Reads what {@link #writeJson} wrote. */
    public static Report readJson(Path file) throws IOException {
        return Json.read(file, TypeToken.get(Report.class));
    }

    /** Writes the report for programs. */
    public void writeJson(Path file) throws IOException {
        Json.write(file, this);
    }
}
