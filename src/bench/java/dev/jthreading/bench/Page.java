package dev.jthreading.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as text: Markdown for files, plain for a terminal. */
final class Page {

    private final Report report;

    Page(Report report) {
        this.report = report;
    }

    /** The machine, the legend, and a table for each group, with the picture that belongs to it. */
    String markdown(Map<String, String> pictures) {
        Notes notes = new Notes();
        Cells cells = new Cells(notes);
        StringBuilder text = new StringBuilder(report.machine().inWords()).append(".\n\n").append(legend());
        report.groups().forEach((group, rows) -> {
            text.append("\n### ").append(group).append("\n");
            tables(rows, cells).forEach(table -> text.append("\n").append(table.markdown()));
            if (pictures.containsKey(group)) {
                text.append("\n![%s](%s)\n".formatted(group, pictures.get(group)));
            }
        });
        text.append("\n").append(report.targets()).append(".\n");
        return text.append(list(notes.lines())).toString();
    }

    /** The same for a terminal. */
    String text() {
        Notes notes = new Notes();
        Cells cells = new Cells(notes);
        String tables = report.groups().entrySet().stream()
                .map(group -> tables(group.getValue(), cells).stream().map(table -> "%n%s%n".formatted(table.text()))
                        .collect(Collectors.joining("", "%n%s%n".formatted(group.getKey()), "")))
                .collect(Collectors.joining());
        String reasons = notes.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
        return "%s%n%s.%n%n%s%n%s.%n".formatted(tables, report.machine().inWords(), legend(), reasons + report.targets());
    }

    private List<Table> tables(List<Row> rows, Cells cells) {
        return Table.of(rows, cells, report::title);
    }

    private String legend() {
        return """
                A figure is the median of %d processes, and half the distance between the quartiles of all samples. Two figures, \
                as 7.1 / 15.8, are the medians of two groups into which the samples fall. Processes have a warm-up, but for programs \
                and what is the first of its kind. A ratio is jthreading's figure divided by that of the implementation to its left: \
                less is better. A target is in brackets, behind a ratio or behind jthreading's own figure. ✓ says that it is met. \
                Implementations that share a JVM run with the same flags. In each round they run one after the other.
                """.formatted(report.settings().rounds());
    }

    private static String list(List<String> lines) {
        return lines.isEmpty() ? "" : lines.stream().collect(Collectors.joining("\n- ", "\n- ", "\n"));
    }
}
