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

    /** The pages that this run has figures for. */
    void writeDocs() throws IOException {
        for (DocsPage page : DocsPage.values()) {
            page.write(report);
        }
    }
}
