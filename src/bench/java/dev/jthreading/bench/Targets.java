package dev.jthreading.bench;

import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.jthreading.conformance.report.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * How many times a peer's figure this project's may be. Each entry holds a pattern of names, and a ratio for some peers' keys. For
 * this project's own key it is the figure itself, in the benchmark's unit.
 */
record Targets(List<JsonObject> entries) {

    private static final String NAMES = "benchmarks";

    static Targets read(Path file) throws IOException {
        return new Targets(Json.read(file, new TypeToken<List<JsonObject>>() { }));
    }

    /** The first entry that fits is the one that counts. */
    OptionalDouble of(Benchmark benchmark, Implementation peer) {
        return entries.stream()
                .filter(entry -> entry.has(peer.key()))
                .filter(entry -> Pattern.matches(entry.get(NAMES).getAsString(), benchmark.name()))
                .mapToDouble(entry -> entry.get(peer.key()).getAsDouble())
                .findFirst();
    }
}
