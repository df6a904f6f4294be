package dev.jthreading.bench;

import org.jspecify.annotations.Nullable;

/**
 * What this project's figure should be, whatever a peer's is.
 *
 * @param most in the benchmark's unit
 * @param met whether it is no more; a figure that this project does not have misses it
 */
public record Goal(double most, boolean met) {

    static Goal of(Figure own, double most) {
        @Nullable Summary summary = own.summary();
        return new Goal(most, summary != null && summary.median() <= most);
    }
}
