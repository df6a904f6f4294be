package dev.jthreading.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one process measured: samples, or why there are none.
 *
 * @param failure what went wrong, if it did
 * @param absence why this implementation has nothing to measure, if so
 */
public record Measurement(List<Double> samples, @Nullable String failure, @Nullable String absence) {

    /** How a benchmark that hangs is reported. */
    public static final String TIMEOUT = "timeout";

    /** Samples in the benchmark's unit. */
    public static Measurement of(List<Double> samples) {
        return new Measurement(List.copyOf(samples), null, null);
    }

    /** A benchmark that gave no samples. */
    public static Measurement failed(String reason) {
        return new Measurement(List.of(), "failed: " + reason, null);
    }

    /** A benchmark that this implementation does not have. */
    public static Measurement absent(String reason) {
        return new Measurement(List.of(), null, reason);
    }

    static Measurement timeout() {
        return new Measurement(List.of(), TIMEOUT, null);
    }

    boolean hasFailed() {
        return failure != null;
    }

    boolean isTimeout() {
        return TIMEOUT.equals(failure);
    }
}
