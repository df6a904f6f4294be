package dev.jthreading.bench;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Whether a figure has one course or two. Some processes go one way and some another, for instance where a thread is parked in some
 * of them: a median would then be a figure that is seen in no process, or that of the way that happened to be more frequent.
 *
 * <p>The samples are sorted. Of the gaps between neighbours, only those count that leave at least a fifth of the samples on each
 * side, so that a few that went astray are no course. If the largest of them exceeds half of the median, and the distance of the
 * quartiles on either side, there are two courses, one on each side.
 */
final class Courses {

    private static final double LEAST_SHARE = 0.2;
    private static final double LEAST_GAP = 0.5;

    private Courses() {
    }

    /** The medians of the two courses, the lower one first; empty if there is only one. */
    static List<Double> of(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int least = Math.max(1, (int) Math.ceil(sorted.length * LEAST_SHARE));
        int begin = 0;
        for (int i = least; i <= sorted.length - least; i++) {
            if (begin == 0 || gap(sorted, i) > gap(sorted, begin)) {
                begin = i;
            }
        }
        if (begin == 0) {
            return List.of();
        }
        double[] low = Arrays.copyOfRange(sorted, 0, begin);
        double[] high = Arrays.copyOfRange(sorted, begin, sorted.length);
        double enough = Math.max(LEAST_GAP * Math.abs(median(sorted)), Math.max(spread(low), spread(high)));
        return gap(sorted, begin) > enough ? List.of(median(low), median(high)) : List.of();
    }

    private static double gap(double[] sorted, int i) {
        return sorted[i] - sorted[i - 1];
    }

    private static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }

    private static double spread(double[] values) {
        double[] quartiles = Quantile.withDefaults().evaluate(values, 0.25, 0.75);
        return quartiles[1] - quartiles[0];
    }
}
