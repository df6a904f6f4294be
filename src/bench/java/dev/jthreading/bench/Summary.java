package dev.jthreading.bench;

import java.util.List;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * What the samples of several processes come to.
 *
 * @param median the median of the processes' medians, so that one that went astray does not count more than another
 * @param low the lower quartile of all samples
 * @param high the upper quartile of all samples
 * @param courses the medians of the two {@link Courses} that the samples took; empty if they took one
 */
public record Summary(double median, double low, double high, List<Double> courses) {

    /** Sums up the processes, each of which gave at least one sample. */
    public static Summary of(List<List<Double>> processes) {
        double[] medians = processes.stream().mapToDouble(samples -> median(array(samples))).toArray();
        double[] samples = array(processes.stream().flatMap(List::stream).toList());
        double[] quartiles = Quantile.withDefaults().evaluate(samples, 0.25, 0.75);
        return new Summary(median(medians), quartiles[0], quartiles[1], Courses.of(samples));
    }

    /** Half the distance of the quartiles, as a part of the median. */
    double spread() {
        return (high - low) / 2 / Math.abs(median);
    }

    private static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
