package dev.jthreading.bench;

import dev.jthreading.conformance.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The files that a run leaves. */
final class Output {

    private static final Path PAGE = Path.of("src", "site", "markdown", "performance.md");
    private static final Path PICTURE = Path.of("src", "site", "resources", "images", "performance.svg");
    /** From the page's folder, which is how the page names it. */
    private static final String PICTURE_ON_PAGE = "../resources/images/performance.svg";

    private final Report report;
    private final Path directory;

    Output(Report report, Path directory) {
        this.report = report;
        this.directory = directory;
    }

    /** JSON, a page with tables, and a chart for each group. */
    void write() throws IOException {
        Json.write(directory.resolve("bench.json"), report);
        Map<String, String> pictures = new LinkedHashMap<>();
        for (Map.Entry<String, List<Row>> group : report.groups().entrySet()) {
            String picture = group.getKey().toLowerCase(Locale.ROOT).replaceAll("\\W+", "-") + ".svg";
            RatioChart chart = RatioChart.of(group.getKey(), group.getValue());
            if (!chart.isEmpty()) {
                chart.write(directory.resolve(picture));
                pictures.put(group.getKey(), picture);
            }
        }
        Files.writeString(directory.resolve("bench.md"), "# Benchmarks\n\n" + new Page(report).markdown(pictures));
    }

    /** The tables, and one chart: of what has a target, which is what matters most. */
    void writeDocs() throws IOException {
        List<Row> rows = report.rows().stream()
                .filter(row -> row.hasTarget(Implementation.BUILTIN) || row.hasTarget(Implementation.CPYTHON)).toList();
        RatioChart chart = RatioChart.of("jthreading compared", rows, Implementation.BUILTIN, Implementation.CPYTHON);
        String text = new Page(report).markdown(Map.of());
        if (!chart.isEmpty()) {
            chart.write(PICTURE);
            text = "![How many times as good as its peers' jthreading's figures are](%s)\n\n%s"
                    .formatted(PICTURE_ON_PAGE, text);
        }
        Files.writeString(PAGE, DocsPage.insert(Files.readString(PAGE), text));
    }
}
