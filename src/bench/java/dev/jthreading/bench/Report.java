package dev.jthreading.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run's figures, beside each other. Its JSON is what programs read.
 *
 * @param byDefault the preset that the launcher takes by default, if that matters to the figures
 */
public record Report(Machine machine, Settings settings, @Nullable Implementation byDefault, List<Row> rows) {

    static Report of(Machine machine, Settings settings, Results results, Targets targets) {
        return new Report(machine, settings, results.byDefault(),
                results.benchmarks().stream().map(benchmark -> Row.of(benchmark, results, targets)).toList());
    }

    /** The part of it that is about some of the benchmarks. */
    Report of(Predicate<Benchmark> wanted) {
        return new Report(machine, settings, byDefault, rows.stream().filter(row -> wanted.test(row.benchmark())).toList());
    }

    /** What a table calls an implementation. */
    String title(Implementation implementation) {
        return implementation == Implementation.JTHREADING_DEFAULT && byDefault != null
                ? byDefault.title() + " (default)" : implementation.title();
    }

    /** The rows of each group, in the order in which they were measured. */
    Map<String, List<Row>> groups() {
        Map<String, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            groups.computeIfAbsent(row.benchmark().group(), group -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    /** How many targets are met, and of how many. */
    String targets() {
        List<Boolean> verdicts = rows.stream().flatMap(Report::verdicts).toList();
        return "%d of %d targets met".formatted(verdicts.stream().filter(met -> met).count(), verdicts.size());
    }

    private static Stream<Boolean> verdicts(Row row) {
        return Stream.concat(Stream.ofNullable(row.goal()).map(Goal::met), row.ratios().values().stream()
                .filter(ratio -> ratio.met() != null).map(ratio -> Boolean.TRUE.equals(ratio.met())));
    }
}
