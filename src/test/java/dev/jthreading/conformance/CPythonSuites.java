package dev.jthreading.conformance;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Some of CPython's own suites, whole and unchanged, each of their tests a test of this build. A test that is not listed under
 * {@code python-tests/expectations} must pass. Subclasses say which suites; the build runs them beside each other.
 *
 * <p>A page with the outcomes of all is left in {@code target/conformance}. {@code -Dconformance=all} runs the suites on GraalPy's
 * own module and on CPython as well, prints the outcomes side by side and records those of the two for later pages;
 * {@code -Dconformance.hangs=true} also runs the tests that are listed as hanging; {@code -Dconformance.tests=<regex>} runs
 * only the tests in whose id the expression is found, and {@code -Dconformance.suites=<regex>} only the suites in whose
 * title, as in {@code test_queue 3.12.1}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CPythonSuites {

    private static final Path PEERS = Path.of("python-tests", "peers");

    private final CPythonHome cpython = CPythonHome.fromSystemProperty();
    private final List<Suite> suites;
    private final Pattern wanted = Pattern.compile(System.getProperty("conformance.tests", ""));
    private final List<Implementation> selected = Implementation.selected();
    private final Map<Suite, Tally> tallies = new LinkedHashMap<>();
    private final Map<Suite, Map<Implementation, Results>> results = new LinkedHashMap<>();
    /** Where the results of the build are. */
    private final Path directory = Files.createDirectories(Implementation.directory());
    /** Where only these suites write. */
    private final Path workspace = directory.resolve(getClass().getSimpleName());
    private final Optional<FileOfOne> screen = FileOfOne.take(directory.resolve("screen.lock"));
    private final PythonRuntime jthreading = Implementation.JTHREADING.start(cpython, workspace);
    private final Progress progress;

    CPythonSuites(Predicate<Suite> isOurs) throws IOException {
        Pattern pattern = Pattern.compile(System.getProperty("conformance.suites", ""));
        suites = Suite.ALL.stream().filter(isOurs).filter(suite -> pattern.matcher(title(suite)).find()).toList();
        progress = new Progress(System.out, screen.flatMap(own -> Terminal.ofForeground()), selected.stream()
                .mapToInt(implementation -> (int) suites.stream().filter(implementation::runs).count()).sum());
    }

    @TestFactory
    Stream<DynamicContainer> cpythonSuites() {
        return suites.stream().filter(suite -> selected.contains(Implementation.JTHREADING))
                // Nested, so that a suite is imported when its turn has come.
                .map(suite -> dynamicContainer(title(suite), Stream.of(suite).flatMap(this::testsOf)));
    }

    @AfterAll
    void report() throws IOException {
        jthreading.close();
        tallies.values().forEach(System.out::println);
        if (!selected.equals(List.of(Implementation.JTHREADING))) {
            runOthers();
            printComparison();
        }
        writeReport();
        screen.ifPresent(FileOfOne::close);
    }

    private Stream<DynamicNode> testsOf(Suite suite) {
        Expectations expectations = Expectations.of(suite);
        Tally tally = new Tally(title(suite) + Implementation.variant()
                + suite.part().map(part -> " (part: the rest " + part.whyNotTheOthers() + ")").orElse(""));
        tallies.put(suite, tally);
        TestLog log = new TestLog(title(suite), Implementation.JTHREADING);
        List<String> ids = jthreading.tests(suite);
        List<DynamicNode> tests = new ArrayList<>();
        List<String> wanted = wanted(ids);
        progress.suiteStarts(title(suite) + " on " + Implementation.JTHREADING.title() + Implementation.variant(), wanted.size());
        wanted.forEach(id -> tests.add(dynamicTest(id, () -> runAndJudge(suite, id, expectations, tally, log))));
        tests.add(dynamicTest(suite.expectationFile() + " lists tests that exist", () -> checkLines(expectations, ids)));
        return tests.stream();
    }

    private void runAndJudge(Suite suite, String id, Expectations expectations, Tally tally, TestLog log) {
        try {
            Optional<Expectation> listed = expectations.of(id);
            if (listed.isPresent() && listed.get().outcome() == Outcome.HANG && !Boolean.getBoolean("conformance.hangs")) {
                record(suite, Implementation.JTHREADING, TestReport.withoutAnswer(id, Outcome.HANG, "not run"));
                throw new TestAbortedException(listed.get().reason());
            }
            TestReport report = run(jthreading, suite, id, expectations);
            if ((Suite.startsProcesses(id) || Suite.usesInterpreters(id)) && Verdict.isUnexpected(report.outcome(), listed)) {
                // GraalPy's semaphores of the operating system may fail with "Errno 0", and who waits for such a process hangs. And an
                // assertion of GraalPy's fails if a program looks at the frame of an exception that another thread is yet in.
                report = run(jthreading, suite, id, expectations);
            }
            record(suite, Implementation.JTHREADING, report);
            log.add(report);
            Verdict.check(report, listed);
            tally.passed();
        } catch (TestAbortedException e) {
            tally.cannotRun();
            throw e;
        } catch (RuntimeException | AssertionFailedError e) {
            tally.failed();
            throw e;
        }
    }

    private TestReport run(PythonRuntime runtime, Suite suite, String id, Expectations expectations) {
        progress.testStarts(id);
        Duration limit = expectations.limitOf(id);
        return expectations.of(id).filter(Expectation::alone).isPresent()
                ? runtime.runIsolated(suite, id, limit)
                : runtime.run(suite, id, limit);
    }

    private String title(Suite suite) {
        return suite.name() + " " + cpython.release(suite.version());
    }

    private List<String> wanted(List<String> ids) {
        return ids.stream().filter(id -> wanted.matcher(id).find()).toList();
    }

    private static void checkLines(Expectations expectations, List<String> ids) {
        List<Expectation> stale = expectations.withoutTest(ids);
        if (!stale.isEmpty()) {
            throw new AssertionFailedError("The suite has no such tests, remove these lines: " + stale.stream()
                    .map(line -> line.where() + " " + line.id()).collect(Collectors.joining(", ")));
        }
    }

    private void runOthers() {
        for (Implementation implementation : selected) {
            if (implementation != Implementation.JTHREADING) {
                try (PythonRuntime runtime = implementation.start(cpython, workspace)) {
                    for (Suite suite : suites.stream().filter(implementation::runs).toList()) {
                        runUnjudged(runtime, implementation, suite);
                    }
                }
            }
        }
    }

    /** Runs a suite where nothing is asserted. */
    private void runUnjudged(PythonRuntime runtime, Implementation implementation, Suite suite) {
        Expectations expectations = Expectations.of(suite);
        try (TestLog log = new TestLog(title(suite), implementation)) {
            List<String> ids = wanted(runtime.tests(suite));
            progress.suiteStarts(title(suite) + " on " + implementation.title(), ids.size());
            for (String id : ids) {
                TestReport report = run(runtime, suite, id, expectations);
                record(suite, implementation, report);
                log.add(report);
            }
        }
    }

    private void record(Suite suite, Implementation implementation, TestReport report) {
        results.computeIfAbsent(suite, key -> new EnumMap<>(Implementation.class))
                .computeIfAbsent(implementation, key -> new Results()).add(report);
        progress.testEnds(report.outcome());
    }

    private void writeReport() throws IOException {
        if (results.isEmpty()) {
            return;
        }
        ConformanceReport report = new ConformanceReport(PEERS, Limits.fromSystemProperties(), Sources.of(cpython));
        FileOfOne reports = FileOfOne.await(directory.resolve("results.lock"));
        try {
            for (Suite suite : results.keySet()) {
                report.add(title(suite), Expectations.of(suite), results.getOrDefault(suite, Map.of()));
            }
            report.write(directory, workspace, Instant.parse(SystemProperties.required("jthreading.build.start")));
        } finally {
            reports.close();
        }
    }

    private void printComparison() throws IOException {
        for (Suite suite : suites) {
            String table = Comparison.table(results.getOrDefault(suite, Map.of()));
            System.out.println(table);
            Files.writeString(directory.resolve(title(suite).replace(' ', '-') + ".md"), table);
        }
    }
}
