package dev.jthreading.soak;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;

/** How long requests took since they were last asked for. Its memory does not grow: what does not fit is not counted. */
final class Latencies {

    private static final int MOST = 100_000;
    private static final double NANOS_PER_MILLI = 1e6;

    @GuardedBy("this")
    private final double[] millis = new double[MOST];
    @GuardedBy("this")
    private int count;

    synchronized void add(long nanos) {
        if (count < MOST) {
            millis[count++] = nanos / NANOS_PER_MILLI;
        }
    }

    /** These quantiles of what has been added since the last call. */
    synchronized double[] take(double... quantiles) {
        Arrays.sort(millis, 0, count);
        double[] result = new double[quantiles.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = quantile(millis, count, quantiles[i]);
        }
        count = 0;
        return result;
    }

    /** Of the first so many values, which are sorted; 0 if there are none. */
    static double quantile(double[] sorted, int count, double quantile) {
        return count == 0 ? 0 : sorted[Math.min(count - 1, (int) (quantile * count))];
    }
}
