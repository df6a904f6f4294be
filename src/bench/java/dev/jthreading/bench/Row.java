package dev.jthreading.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All there is about one benchmark. */
public record Row(Benchmark benchmark, Map<Implementation, Figure> figures, Map<Implementation, Ratio> ratios) {

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
        return new Row(benchmark, figures, ratios);
    }

    /** Whether it matters how it compares with a peer. */
    boolean hasTarget(Implementation peer) {
        Ratio ratio = ratios.get(peer);
        return ratio != null && ratio.target() != null;
    }
}
