package dev.jthreading.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pages on which a run writes its figures, between two marks: tables, and one chart. */
enum DocsPage {
    /** Of what has a target, which is what matters most there. */
    PERFORMANCE("performance", Implementation.BUILTIN, Implementation.CPYTHON),
    /** Of all that its only peer has as well. */
    INTERPRETERS("interpreters", Implementation.CPYTHON_3_14);

    static final String BEGIN = "<!-- benchmarks: begin -->\n";
    static final String END = "<!-- benchmarks: end -->\n";

    private static final Path SITE = Path.of("src", "site");
    private static final String GROUPS_OF_INTERPRETERS = "Interpreters";

    private final String name;
    private final List<Implementation> peers;

    DocsPage(String name, Implementation... peers) {
        this.name = name;
        this.peers = List.of(peers);
    }

    Path file() {
        return SITE.resolve("markdown").resolve(name + ".md");
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
        Stream<Row> rows = report.rows().stream();
        RatioChart chart = RatioChart.of("jthreading compared",
                (this == PERFORMANCE ? rows.filter(row -> peers.stream().anyMatch(row::hasTarget)) : rows).toList(),
                peers.toArray(Implementation[]::new));
        String text = new Page(report).markdown(Map.of());
        if (!chart.isEmpty()) {
            Path picture = Path.of("images", name + ".svg");
            chart.write(SITE.resolve("resources").resolve(picture));
            // From the page's folder, which is how the page names it.
            text = "![How many times as good as its peers' jthreading's figures are](../resources/%s)\n\n%s"
                    .formatted(picture.toString().replace('\\', '/'), text);
        }
        Files.writeString(file(), insert(Files.readString(file()), text));
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
