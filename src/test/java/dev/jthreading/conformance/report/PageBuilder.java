package dev.jthreading.conformance.report;

import dev.jthreading.conformance.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a report into what its page shows. */
final class PageBuilder {

    /** Stands where an implementation did not run a test. */
    static final String NOT_RUN = "not run";

    private static final List<Outcome> FROM_GOOD_TO_BAD = List.of(Outcome.values());

    private final Report report;

    PageBuilder(Report report) {
        this.report = report;
    }

    Page build(String style, String script) {
        List<TestRow> tests = report.suites().stream().flatMap(suite -> suite.tests().stream()).toList();
        return new Page(generated(), !report.limits().isEmpty(), report.limits(),
                (int) tests.stream().filter(TestRow::unexpected).count(), tests.size(),
                implementations().map(this::column).toList(), summaries(tests.size()), tests.stream().map(this::row).toList(),
                FROM_GOOD_TO_BAD.stream().map(Outcome::word).toList(), style, script);
    }

    /** The time as people write it. */
    private String generated() {
        return report.generated().replace('T', ' ').replace("Z", " UTC");
    }

    private Stream<String> implementations() {
        return report.implementations().keySet().stream();
    }

    private String title(String key) {
        return report.implementations().getOrDefault(key, key);
    }

    private Page.Column column(String key) {
        List<Page.Origin> origins = report.suites().stream().map(suite -> suite.sources().get(key))
                .flatMap(Stream::ofNullable).map(PageBuilder::origin).distinct().toList();
        return new Page.Column(key, title(key), origins);
    }

    private static Page.Origin origin(Source source) {
        return new Page.Origin(source.version(), source.runtime(),
                (source.recorded() ? "recorded on " : "run for this page on ") + source.date());
    }

    private List<Page.Summary> summaries(int tests) {
        Page.Summary all = new Page.Summary("all", true, tests, shares(tests, report.totals()));
        return Stream.concat(report.suites().stream().map(this::summary), Stream.of(all)).toList();
    }

    private Page.Summary summary(SuiteReport suite) {
        int tests = suite.tests().size();
        return new Page.Summary(suite.name(), false, tests, shares(tests, suite.totals()));
    }

    private List<Page.Share> shares(int tests, Map<String, Map<String, Integer>> totals) {
        return implementations().map(key -> share(tests, totals.getOrDefault(key, Map.of()))).toList();
    }

    private static Page.Share share(int tests, Map<String, Integer> counts) {
        String others = counts.entrySet().stream().filter(entry -> !entry.getKey().equals(Outcome.PASS.word()))
                .map(entry -> entry.getValue() + " " + entry.getKey()).collect(Collectors.joining(", "));
        int missing = tests - Totals.measured(counts);
        String notRun = missing == 0 ? "" : missing + " " + NOT_RUN;
        return new Page.Share(counts.getOrDefault(Outcome.PASS.word(), 0) + " pass",
                Stream.of(others, notRun).filter(text -> !text.isEmpty()).collect(Collectors.joining(", ")),
                counts.entrySet().stream().map(entry -> new Page.Segment(entry.getKey(), percent(entry.getValue(), tests))).toList());
    }

    private static String percent(int count, int tests) {
        return String.format(Locale.ROOT, "%.2f", 100.0 * count / tests);
    }

    private Page.Row row(TestRow test) {
        String[] parts = test.id().split("\\.", -1);
        return new Page.Row(test.id(), test.suite(), parts[Math.max(0, parts.length - 2)], parts[parts.length - 1],
                implementations().map(key -> cell(key, test.results().get(key))).toList(),
                test.listed(), test.reason(), test.unexpected(), messages(test));
    }

    private static Page.Cell cell(String key, @Nullable Result result) {
        if (result == null) {
            return new Page.Cell(key, "none", NOT_RUN, FROM_GOOD_TO_BAD.size(), "", "-1");
        }
        String word = result.outcome().word();
        int rank = FROM_GOOD_TO_BAD.indexOf(result.outcome());
        Double seconds = result.seconds();
        String time = seconds == null ? "" : String.format(Locale.ROOT, "%.2f s", seconds);
        return new Page.Cell(key, word, word, rank, time, seconds == null ? "-1" : seconds.toString());
    }

    private List<Page.Message> messages(TestRow test) {
        return test.results().entrySet().stream()
                .filter(entry -> entry.getValue().outcome() != Outcome.PASS && !entry.getValue().message().isBlank())
                .map(entry -> new Page.Message(title(entry.getKey()), entry.getValue().message().strip())).toList();
    }
}
