package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.conformance.report.Report;
import dev.jthreading.conformance.report.Result;
import dev.jthreading.conformance.report.Source;
import dev.jthreading.conformance.report.SuiteReport;
import dev.jthreading.conformance.report.TestRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceReportTest {

    private static final String SUITE = "test_a 3.12.1";
    private static final Limits NONE = new Limits("", "", true);
    private static final Map<Implementation, Source> SOURCES = Arrays.stream(Implementation.values())
            .collect(Collectors.toMap(implementation -> implementation, ConformanceReportTest::source));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void laterRunTakesThePeersFromAnEarlierOne() throws IOException {
        report(NONE, Map.of(Implementation.CPYTHON, results(Outcome.PASS), Implementation.BUILTIN, results(Outcome.FAIL)));
        Report later = report(NONE, Map.of(Implementation.JTHREADING, results(Outcome.PASS)));

        assertThat(outcomes(later))
                .isEqualTo(Map.of("cpython", Outcome.PASS, "builtin", Outcome.FAIL, "jthreading", Outcome.PASS));
        assertThat(recorded(later)).isEqualTo(Map.of("cpython", true, "builtin", true, "jthreading", false));
    }

    @Test
    void partOfASuiteIsNotRecorded() throws IOException {
        Report part = report(new Limits("test_b", "", true), Map.of(Implementation.CPYTHON, results(Outcome.PASS)));
        Report later = report(NONE, Map.of(Implementation.JTHREADING, results(Outcome.PASS)));

        assertThat(test(part).results()).containsOnlyKeys("cpython");
        assertThat(part.limits()).singleElement().asString().contains("test_b");
        assertThat(test(later).results()).containsOnlyKeys("jthreading");
    }

    @Test
    void whatOtherVersionsDoIsNotRecorded() throws IOException {
        Report other = report(new Limits("", "", false), Map.of(Implementation.BUILTIN, results(Outcome.PASS)));
        Report later = report(NONE, Map.of(Implementation.JTHREADING, results(Outcome.PASS)));

        assertThat(test(other).results()).containsOnlyKeys("builtin");
        assertThat(test(later).results()).containsOnlyKeys("jthreading");
    }

    @Test
    void limitedRunShowsOnlyItsTests() throws IOException {
        Results two = results(Outcome.PASS);
        two.add(TestReport.withoutAnswer("a.B.test_d", Outcome.PASS, ""));
        report(NONE, Map.of(Implementation.CPYTHON, two));

        Map<Implementation, Results> one = Map.of(Implementation.JTHREADING, results(Outcome.PASS));
        assertThat(report(new Limits("test_c", "", true), one).suites().getFirst().tests()).hasSize(1);
        assertThat(report(NONE, one).suites().getFirst().tests()).hasSize(2);
    }

    @Test
    void listedTestHasItsReason() throws IOException {
        Map<Implementation, Results> skip = Map.of(Implementation.JTHREADING, results(Outcome.SKIP));
        TestRow listed = test(report(NONE, skip, "a.B.test_c skip the reason"));

        assertThat(listed.reason()).isEqualTo("the reason");
        assertThat(listed.listed()).isEqualTo("skip");
        assertThat(listed.unexpected()).isFalse();
    }

    @Test
    void testThatDoesNotDoWhatIsExpectedIsMarked() throws IOException {
        assertThat(isUnexpected(Implementation.JTHREADING, Outcome.FAIL)).isTrue();
        assertThat(isUnexpected(Implementation.JTHREADING, Outcome.PASS, "a.B.test_c fail once")).isTrue();
        assertThat(isUnexpected(Implementation.JTHREADING, Outcome.PASS, "a.B.test_c slow:90 it is")).isFalse();
        assertThat(isUnexpected(Implementation.BUILTIN, Outcome.FAIL)).isFalse();
    }

    @Test
    void partsOfOneBuildAreOnOnePage() throws IOException {
        Path earlier = directory.resolve("earlier");
        write("earlier", "test_gone", Instant.EPOCH);
        Files.setLastModifiedTime(earlier.resolve("results.json"), FileTime.from(Instant.EPOCH));
        Instant start = Instant.EPOCH.plusSeconds(1);
        write("b", "test_b", start);
        Report whole = write("a", "test_a", start);

        assertThat(whole.suites()).extracting(SuiteReport::name).containsExactly("test_a", "test_b");
        assertThat(whole.totals()).containsEntry("jthreading", Map.of("pass", 2));
        assertThat(directory.resolve("index.html")).content().contains("test_a", "test_b").doesNotContain("test_gone");
    }

    @Test
    void timeOfATestThatDidNotEndIsLeftOut() {
        assertThat(TestReport.withoutAnswer("x", Outcome.HANG, "m").result()).isEqualTo(new Result(Outcome.HANG, null, "m"));
        assertThat(new TestReport("x", Outcome.PASS, "", "", 1.23456, List.of()).result())
                .isEqualTo(new Result(Outcome.PASS, 1.235, ""));
    }

    private static Source source(Implementation implementation) {
        return new Source(implementation.title(), "some machine", "2026-01-31", false);
    }

    private static Map<String, Outcome> outcomes(Report report) {
        return test(report).results().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().outcome()));
    }

    private static Map<String, Boolean> recorded(Report report) {
        return report.suites().getFirst().sources().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().recorded()));
    }

    private static Results results(Outcome outcome) {
        Results results = new Results();
        results.add(TestReport.withoutAnswer("a.B.test_c", outcome, ""));
        return results;
    }

    private boolean isUnexpected(Implementation implementation, Outcome outcome, String... expectations) throws IOException {
        return test(report(NONE, Map.of(implementation, results(outcome)), expectations)).unexpected();
    }

    private static TestRow test(Report report) {
        return report.suites().getFirst().tests().getFirst();
    }

    private Report write(String part, String suite, Instant buildStart) throws IOException {
        ConformanceReport report = new ConformanceReport(directory.resolve("peers"), NONE, SOURCES);
        report.add(suite, Expectations.parse("a-3.12.txt", List.of()), Map.of(Implementation.JTHREADING, results(Outcome.PASS)));
        report.write(directory, directory.resolve(part), buildStart);
        return Report.readJson(directory.resolve("results.json"));
    }

    private Report report(Limits limits, Map<Implementation, Results> results, String... expectations) throws IOException {
        ConformanceReport report = new ConformanceReport(directory.resolve("peers"), limits, SOURCES);
        report.add(SUITE, Expectations.parse("a-3.12.txt", List.of(expectations)), new EnumMap<>(results));
        report.write(directory, directory.resolve("part"), Instant.EPOCH);
        return Report.readJson(directory.resolve("results.json"));
    }
}
