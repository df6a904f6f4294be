package dev.jthreading.bench;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an implementation's rounds come to.
 *
 * @param summary of the rounds that gave samples, if there are any
 * @param rounds all of them
 */
public record Figure(@Nullable Summary summary, List<Measurement> rounds) {

    /** Sums up rounds. */
    public static Figure of(List<Measurement> rounds) {
        List<List<Double>> samples = rounds.stream().map(Measurement::samples).filter(some -> !some.isEmpty()).toList();
        return new Figure(samples.isEmpty() ? null : Summary.of(samples), List.copyOf(rounds));
    }

    /** Why rounds gave nothing, one reason for each of them. */
    List<String> failures() {
        return reasons(Measurement::failure);
    }

    /** Why there is nothing to measure, one reason for each round. */
    List<String> absences() {
        return reasons(Measurement::absence);
    }

    private List<String> reasons(Function<Measurement, @Nullable String> reason) {
        return rounds.stream().map(reason).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }
}
