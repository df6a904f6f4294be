package dev.jthreading.conformance.report;

import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The results of an implementation whose version is fixed, kept in a file. A build that does not run it reads them there.
 * A build that does writes them anew, suite by suite.
 */
public final class Recording {

    private static final TypeToken<Map<String, Measurement>> CONTENT = new TypeToken<>() {
    };

    private final Path file;
    private final TreeMap<String, Measurement> suites;

    private Recording(Path file, Map<String, Measurement> suites) {
        this.file = file;
        this.suites = new TreeMap<>(suites);
    }

    /** Reads a file; one that does not exist yet holds nothing. */
    public static Recording read(Path file) throws IOException {
        return new Recording(file, Files.exists(file) ? Json.read(file, CONTENT) : Map.of());
    }

    /** The results of a suite, if it was ever recorded. */
    public Optional<Measurement> of(String suite) {
        return Optional.ofNullable(suites.get(suite));
    }

    /** Replaces the results of a suite, in the file as well. */
    public void put(String suite, Measurement measurement) throws IOException {
        suites.put(suite, measurement.summary());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Json.write(file, suites);
    }
}
