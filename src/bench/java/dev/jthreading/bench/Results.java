package dev.jthreading.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been measured so far. */
public final class Results {

    private final Map<Benchmark, Map<Implementation, List<Measurement>>> measurements = new LinkedHashMap<>();

    /** Adds what one process measured. */
    public void add(Benchmark benchmark, Implementation implementation, Measurement measurement) {
        measurements.computeIfAbsent(benchmark, key -> new EnumMap<>(Implementation.class))
                .computeIfAbsent(implementation, key -> new ArrayList<>()).add(measurement);
    }

    /** The benchmarks, in the order in which they were added. */
    public List<Benchmark> benchmarks() {
        return List.copyOf(measurements.keySet());
    }

    /** What the processes of an implementation measured; nothing if it did not run. */
    public List<Measurement> of(Benchmark benchmark, Implementation implementation) {
        return measurements.getOrDefault(benchmark, Map.of()).getOrDefault(implementation, List.of());
    }

    /** Whether it is not worth trying again: what hangs once would cost the whole time limit in each round. */
    boolean hangs(Benchmark benchmark, Implementation implementation) {
        return of(benchmark, implementation).stream().anyMatch(Measurement::isTimeout);
    }
}
