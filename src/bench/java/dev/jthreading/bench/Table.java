package dev.jthreading.bench;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A group's figures as text: a line for each benchmark, and a column only for what was measured. */
final class Table {

    /** Title, name and unit; figures follow. */
    private static final int WORDS = 3;
    private static final int MAX_WIDTH = 48;

    private final List<String> header;
    private final List<List<String>> lines;

    private Table(List<String> header, List<List<String>> lines) {
        this.header = header;
        this.lines = lines;
    }

    /** The table of a group, and one more where the launcher's presets are compared: together they would be too wide to read. */
    static List<Table> of(List<Row> rows, Cells cells, Function<Implementation, String> titles) {
        Map<Boolean, List<Implementation>> implementations = Stream.of(Implementation.values())
                .filter(implementation -> rows.stream().anyMatch(row -> row.figures().containsKey(implementation)))
                .collect(Collectors.partitioningBy(Implementation::comparesPresets));
        return Stream.of(false, true).map(presets -> implementations.getOrDefault(presets, List.of()))
                .filter(columns -> !columns.isEmpty()).map(columns -> of(rows, columns, cells, titles)).toList();
    }

    private static Table of(List<Row> rows, List<Implementation> implementations, Cells cells,
            Function<Implementation, String> titles) {
        List<String> header = new ArrayList<>(List.of("benchmark", "name", "unit"));
        for (Implementation implementation : implementations) {
            header.add(titles.apply(implementation));
            if (implementation.isPeer()) {
                header.add("ratio");
            }
        }
        return new Table(header, rows.stream().map(row -> line(row, implementations, cells)).toList());
    }

    private static List<String> line(Row row, List<Implementation> implementations, Cells cells) {
        Benchmark benchmark = row.benchmark();
        List<String> line = new ArrayList<>(List.of(benchmark.title(), benchmark.name(), benchmark.unit()));
        for (Implementation implementation : implementations) {
            line.add(cells.figure(row.figures().get(implementation), row.goal(implementation)));
            if (implementation.isPeer()) {
                line.add(cells.ratio(row.ratios().get(implementation)));
            }
        }
        return line;
    }

    /** For a page. */
    String markdown() {
        String alignment = IntStream.range(0, header.size()).mapToObj(i -> i < WORDS ? "---" : "---:")
                .collect(Collectors.joining(" | ", "| ", " |"));
        return Stream.concat(Stream.of(markdown(header), alignment), lines.stream().map(Table::markdown))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String markdown(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** For a terminal, without the titles, which say the same as the names but take more room. */
    String text() {
        List<ColumnData<List<String>>> columns = IntStream.range(1, header.size()).mapToObj(this::column).toList();
        return AsciiTable.getTable(AsciiTable.NO_BORDERS, lines, columns);
    }

    private ColumnData<List<String>> column(int i) {
        return new Column().header(header.get(i)).headerAlign(HorizontalAlign.LEFT)
                .dataAlign(i < WORDS ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT).maxWidth(MAX_WIDTH).with(line -> line.get(i));
    }
}
