package dev.jthreading.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether figures stay where they are: the median of the last third of the samples against that of the second. In the first third
 * code is compiled and caches fill. A median does not see a pause, and a leak moves all of a third.
 */
final class Flatness {

    private static final int PARTS = 3;

    private Flatness() { }

    /** A line for each figure that has grown. */
    static List<String> growth(List<Sample> samples) {
        return Stream.of(Sample.Figure.values()).flatMap(figure -> growth(figure, samples)).toList();
    }

    private static Stream<String> growth(Sample.Figure figure, List<Sample> samples) {
        double before = median(figure, third(1, samples));
        double after = median(figure, third(2, samples));
        return after <= figure.limit(before) ? Stream.empty()
                : Stream.of(String.format(Locale.ROOT, "%s: %.1f in the second third, %.1f in the last", figure.title, before, after));
    }

    static List<Sample> third(int index, List<Sample> samples) {
        return samples.subList(samples.size() * index / PARTS, samples.size() * (index + 1) / PARTS);
    }

    static double median(Sample.Figure figure, List<Sample> samples) {
        double[] sorted = samples.stream().mapToDouble(figure::of).sorted().toArray();
        return Latencies.quantile(sorted, sorted.length, 0.5);
    }

    /** A table of the medians of each third. */
    static String table(List<Sample> samples) {
        StringBuilder table = new StringBuilder("| | first third | second | last |\n| --- | ---: | ---: | ---: |\n");
        Arrays.stream(Sample.Figure.values()).forEach(figure -> table.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f |\n",
                figure.title, median(figure, third(0, samples)), median(figure, third(1, samples)), median(figure, third(2, samples)))));
        return table.toString();
    }
}
