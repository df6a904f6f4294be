package dev.jthreading.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pages on which a run writes its figures, between two marks: tables, and one chart. */
enum DocsPage {
    PERFORMANCE,
    INTERPRETERS;

    static final String BEGIN = "<!-- benchmarks: begin -->\n";
    static final String END = "<!-- benchmarks: end -->\n";

    private static final Path SITE = Path.of("src", "site");
    private static final String GROUPS_OF_INTERPRETERS = "Interpreters";

    Path file() {
        return SITE.resolve("markdown").resolve(title() + ".md");
    }

    private String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a benchmark's figures belong here. */
    boolean shows(Benchmark benchmark) {
        return benchmark.group().startsWith(GROUPS_OF_INTERPRETERS) == (this == INTERPRETERS);
    }

    /** Writes what of the report belongs here; nothing if nothing does, so that the figures of another run stay. */
    void write(Report whole) throws IOException {
        Report report = whole.of(this::shows);
        if (report.rows().isEmpty()) {
            return;
        }
        RatioChart chart = chart(report.rows());
        String text = new Page(report).markdown(Map.of());
        if (!chart.isEmpty()) {
            Path picture = Path.of("images", title() + ".svg");
            chart.write(SITE.resolve("resources").resolve(picture));
            // From the page's folder, which is how the page names it.
            text = "![How many times as good as its peers' jthreading's figures are](../resources/%s)\n\n%s"
                    .formatted(picture.toString().replace('\\', '/'), text);
        }
        Files.writeString(file(), insert(Files.readString(file()), text));
    }

    private List<Implementation> peers() {
        return switch (this) {
            case PERFORMANCE -> List.of(Implementation.BUILTIN, Implementation.CPYTHON);
            case INTERPRETERS -> List.of(Implementation.CPYTHON_3_14);
        };
    }

    /** Of what has a target, which is what matters most. */
    private RatioChart chart(List<Row> rows) {
        return RatioChart.of("jthreading compared", rows.stream().filter(row -> peers().stream().anyMatch(row::hasTarget)).toList(),
                peers().toArray(Implementation[]::new));
    }

    /** The text with {@code generated} between the marks, instead of what was there. */
    static String insert(String text, String generated) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, begin + 1);
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException("no place for the benchmarks on the page: it is between the lines "
                    + BEGIN.strip() + " and " + END.strip());
        }
        return text.substring(0, begin + BEGIN.length()) + "\n" + generated.strip() + "\n\n" + text.substring(end);
    }
}
