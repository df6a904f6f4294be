package dev.jthreading.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one process measured: samples, or why there are none. */
public record Measurement(List<Double> samples, @Nullable String failure) {

    /** How a benchmark that hangs is reported. */
    public static final String TIMEOUT = "timeout";

    /** Samples in the benchmark's unit. */
    public static Measurement of(List<Double> samples) {
        return new Measurement(List.copyOf(samples), null);
    }

    /** A benchmark that gave no samples. */
    public static Measurement failed(String reason) {
        return new Measurement(List.of(), "failed: " + reason);
    }

    static Measurement timeout() {
        return new Measurement(List.of(), TIMEOUT);
    }

    boolean isTimeout() {
        return TIMEOUT.equals(failure);
    }
}
