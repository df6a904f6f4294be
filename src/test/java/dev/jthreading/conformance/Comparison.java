package dev.jthreading.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A suite's outcomes on several implementations side by side, as a Markdown table that also reads well in a terminal. */
final class Comparison {

    private Comparison() {
    }

    static String table(Map<Implementation, Results> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header(results));
        Set<String> ids = new LinkedHashSet<>();
        results.values().forEach(result -> ids.addAll(result.ids()));
        ids.forEach(id -> rows.add(row(id, results)));
        for (Outcome outcome : Outcome.values()) {
            rows.add(total(outcome, results));
        }
        return render(rows);
    }

    private static List<String> header(Map<Implementation, Results> results) {
        List<String> header = new ArrayList<>(List.of("test"));
        results.keySet().forEach(implementation -> header.add(implementation.title()));
        return header;
    }

    private static List<String> row(String id, Map<Implementation, Results> results) {
        List<String> row = new ArrayList<>(List.of(id));
        results.values().forEach(result -> row.add(result.of(id).map(Outcome::word).orElse("")));
        return row;
    }

    private static List<String> total(Outcome outcome, Map<Implementation, Results> results) {
        List<String> row = new ArrayList<>(List.of("total " + outcome.word()));
        results.values().forEach(result -> row.add(String.valueOf(result.count(outcome))));
        return row;
    }

    private static String render(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        List<String> lines = rows.stream().map(row -> line(row, widths)).collect(Collectors.toCollection(ArrayList::new));
        lines.add(1, line(Arrays.stream(widths).mapToObj(width -> "-".repeat(width)).toList(),
                widths));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> ("%-" + widths[column] + "s").formatted(cells.get(column)))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
