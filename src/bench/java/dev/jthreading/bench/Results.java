package dev.jthreading.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has been measured so far. */
public final class Results {

    private final Map<Benchmark, Map<Implementation, List<Measurement>>> measurements = new LinkedHashMap<>();
    private @Nullable Implementation byDefault;

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

    /** Takes what was measured with {@code preset} for what the launcher gives by default as well. */
    void setDefault(Implementation preset) {
        byDefault = preset;
        measurements.values().forEach(measured -> {
            if (measured.containsKey(preset)) {
                measured.put(Implementation.JTHREADING_DEFAULT, measured.get(preset));
            }
        });
    }

    /** The preset that the launcher takes by default, if that matters to what was measured. */
    @Nullable Implementation byDefault() {
        return byDefault;
    }

    /** Whether it is not worth trying again: what hangs once would cost the whole time limit in each round. */
    boolean hangs(Benchmark benchmark, Implementation implementation) {
        return of(benchmark, implementation).stream().anyMatch(Measurement::isTimeout);
    }
}
