package dev.jthreading.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * All there is about one benchmark.
 *
 * @param goal what this project's figure should be by itself, if anything
 */
public record Row(Benchmark benchmark, Map<Implementation, Figure> figures, Map<Implementation, Ratio> ratios, @Nullable Goal goal) {

    static Row of(Benchmark benchmark, Results results, Targets targets) {
        Map<Implementation, Figure> figures = new EnumMap<>(Implementation.class);
        for (Implementation implementation : Implementation.values()) {
            List<Measurement> rounds = results.of(benchmark, implementation);
            if (!rounds.isEmpty()) {
                figures.put(implementation, Figure.of(rounds));
            }
        }
        Map<Implementation, Ratio> ratios = new EnumMap<>(Implementation.class);
        for (Implementation peer : figures.keySet()) {
            Figure own = figures.getOrDefault(peer.own(), figures.get(Implementation.JTHREADING_DEFAULT));
            Figure other = figures.get(peer);
            if (peer.isPeer() && own != null && other != null) {
                ratios.put(peer, Ratio.of(own, other, targets.of(benchmark, peer)));
            }
        }
        return new Row(benchmark, figures, ratios, goal(figures, targets.of(benchmark, Implementation.JTHREADING)));
    }

    private static @Nullable Goal goal(Map<Implementation, Figure> figures, OptionalDouble most) {
        @Nullable Figure own = figures.getOrDefault(Implementation.JTHREADING, figures.get(Implementation.JTHREADING_DEFAULT));
        return own == null || most.isEmpty() ? null : Goal.of(own, most.getAsDouble());
    }

    /** What the figure of an implementation should be by itself, if anything. */
    @Nullable Goal goal(Implementation implementation) {
        return implementation == Implementation.JTHREADING || implementation == Implementation.JTHREADING_DEFAULT ? goal : null;
    }

    /** Whether it matters how it compares with a peer. */
    boolean hasTarget(Implementation peer) {
        Ratio ratio = ratios.get(peer);
        return ratio != null && ratio.target() != null;
    }
}
