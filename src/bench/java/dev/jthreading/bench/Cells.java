package dev.jthreading.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Figures and ratios in as few characters as a table has room for. */
final class Cells {

    private static final String NOTHING = "";
    private static final String NO_VALUE = "–";

    private final Notes notes;

    Cells(Notes notes) {
        this.notes = notes;
    }

    /** A figure, and, if there is a goal for it, whether that is met, and what it is. */
    String figure(@Nullable Figure figure, @Nullable Goal goal) {
        return goal == null ? figure(figure) : "%s %s".formatted(figure(figure), verdict(goal.met(), goal.most()));
    }

    /** A median with half the distance of the quartiles, in percent; the medians of two courses; or why there is none. */
    String figure(@Nullable Figure figure) {
        if (figure == null) {
            return NOTHING;
        }
        List<String> failures = figure.failures();
        @Nullable Summary summary = figure.summary();
        if (summary == null) {
            return Stream.concat(failures.stream().map(this::failure), figure.absences().stream().map(this::absence)).distinct()
                    .collect(Collectors.joining(", "));
        }
        String value = value(summary);
        return failures.isEmpty() ? value : value + ", " + some(failures, figure.rounds().size());
    }

    private static String value(Summary summary) {
        return summary.courses().isEmpty()
                ? "%s ±%.0f%%".formatted(number(summary.median()), summary.spread() * 100)
                : summary.courses().stream().map(Cells::number).collect(Collectors.joining(" / "));
    }

    private String some(List<String> failures, int rounds) {
        return failures.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "%s in %d of %d".formatted(failure(entry.getKey()), entry.getValue(), rounds))
                .collect(Collectors.joining(", "));
    }

    private String failure(String reason) {
        return Measurement.TIMEOUT.equals(reason) ? reason : "failed " + notes.reference(reason);
    }

    private String absence(String reason) {
        return NO_VALUE + " " + notes.reference(reason);
    }

    /** A ratio, and, if there is a target, whether it is met, and what it is. */
    String ratio(@Nullable Ratio ratio) {
        if (ratio == null) {
            return NOTHING;
        }
        String value = ratio.value() == null ? NO_VALUE : number(ratio.value());
        if (ratio.target() == null) {
            return value;
        }
        return "%s %s".formatted(value, verdict(ratio.met(), ratio.target()));
    }

    private static String verdict(@Nullable Boolean met, double target) {
        String mark = met == null ? "?" : met ? "✓" : "✗";
        return "%s (%s)".formatted(mark, number(target));
    }

    /** Three digits or so, and all before the point. */
    static String number(double value) {
        double size = Math.abs(value);
        String pattern = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
