package dev.jthreading.conformance;

import dev.jthreading.conformance.report.HtmlReport;
import dev.jthreading.conformance.report.Measurement;
import dev.jthreading.conformance.report.Recording;
import dev.jthreading.conformance.report.Report;
import dev.jthreading.conformance.report.Result;
import dev.jthreading.conformance.report.Source;
import dev.jthreading.conformance.report.SuiteReport;
import dev.jthreading.conformance.report.TestRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gathers what the suites did, for the page and the JSON file that a build leaves. What CPython and GraalPy's own module do
 * with the suites changes only with their versions. A run that includes them records it in the repository. A run that does
 * not takes it from there.
 *
 * <p>The page and the JSON say the same; {@link Report} documents the JSON.
 */
final class ConformanceReport {

    private static final String JSON = "results.json";

    private final Path recordings;
    private final Limits limits;
    private final Map<Implementation, Source> sources;
    private final List<SuiteReport> suites = new ArrayList<>();

    /**
     * Starts an empty report.
     *
     * @param recordings the directory with the recorded results
     * @param limits which suites and tests this run was limited to
     * @param sources what the results of this run are to be called
     */
    ConformanceReport(Path recordings, Limits limits, Map<Implementation, Source> sources) {
        this.recordings = recordings;
        this.limits = limits;
        this.sources = Map.copyOf(sources);
    }

    /** Adds a suite, with what it did in this run and, of the implementations that did not run, what is recorded. */
    void add(String suite, Expectations expectations, Map<Implementation, Results> results) throws IOException {
        Map<Implementation, Measurement> measured = new LinkedHashMap<>();
        for (Implementation implementation : Implementation.values()) {
            measurement(suite, implementation, Optional.ofNullable(results.get(implementation)))
                    .ifPresent(measurement -> measured.put(implementation, measurement));
        }
        Set<String> ids = new LinkedHashSet<>();
        results.values().forEach(result -> ids.addAll(result.ids()));
        if (limits.leaveSuitesWhole()) {
            measured.values().forEach(measurement -> ids.addAll(measurement.tests().keySet()));
        }
        List<TestRow> rows = ids.stream().map(id -> row(suite, id, expectations.of(id), measured)).toList();
        Map<String, Source> origins = new LinkedHashMap<>();
        measured.forEach((implementation, measurement) -> origins.put(implementation.key(), measurement.source()));
        suites.add(SuiteReport.of(suite, origins, rows));
    }

    /**
     * Writes {@code results.json} to the directory of a part of the suites, and {@code results.json} and {@code index.html} with all
     * parts of the same build to the one above.
     *
     * @param buildStart parts that were written before are of an earlier build
     */
    void write(Path directory, Path part, Instant buildStart) throws IOException {
        Map<String, String> titles = new LinkedHashMap<>();
        for (Implementation implementation : Implementation.values()) {
            titles.put(implementation.key(), implementation.title());
        }
        Report report = Report.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), limits.inWords(), titles, suites);
        Files.createDirectories(part);
        report.writeJson(part.resolve(JSON));
        Report whole = Report.joined(partsSince(buildStart, directory));
        whole.writeJson(directory.resolve(JSON));
        HtmlReport.write(whole, directory.resolve("index.html"));
    }

    private static List<Report> partsSince(Instant start, Path directory) throws IOException {
        List<Report> reports = new ArrayList<>();
        try (Stream<Path> parts = Files.list(directory)) {
            for (Path file : parts.map(part -> part.resolve(JSON)).filter(Files::exists).sorted().toList()) {
                if (!Files.getLastModifiedTime(file).toInstant().isBefore(start)) {
                    reports.add(Report.readJson(file));
                }
            }
        }
        return reports;
    }

    private Optional<Measurement> measurement(String suite, Implementation implementation, Optional<Results> results)
            throws IOException {
        if (implementation == Implementation.JTHREADING) {
            return results.map(result -> measurement(implementation, result));
        }
        Recording recording = Recording.read(recordings.resolve(implementation.key() + ".json"));
        if (results.isEmpty()) {
            return recording.of(suite);
        }
        Measurement measurement = measurement(implementation, results.get());
        if (limits.leaveSuitesWhole() && limits.isRecorded()) {
            recording.put(suite, measurement);
        }
        return Optional.of(measurement);
    }

    private Measurement measurement(Implementation implementation, Results results) {
        Map<String, Result> tests = new LinkedHashMap<>();
        results.reports().forEach(report -> tests.put(report.id(), report.result()));
        return new Measurement(Objects.requireNonNull(sources.get(implementation)), tests);
    }

    private static TestRow row(String suite, String id, Optional<Expectation> listed, Map<Implementation, Measurement> measured) {
        Map<String, Result> results = new LinkedHashMap<>();
        measured.forEach((implementation, measurement) -> {
            Result result = measurement.tests().get(id);
            if (result != null) {
                results.put(implementation.key(), result);
            }
        });
        Result own = results.get(Implementation.JTHREADING.key());
        return new TestRow(id, suite, listed.map(Expectation::outcomeWord).orElse(null),
                listed.map(Expectation::reason).orElse(null), own != null && Verdict.isUnexpected(own.outcome(), listed), results);
    }
}
