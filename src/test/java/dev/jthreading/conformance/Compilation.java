package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When Truffle's compiler compiles what tests run: as with the preset of the launcher that {@code -Dconformance.jit} names. Without it, the
 * suites of one version are compiled as soon as an application's code is, and all others as late as the launcher does by default.
 */
final class Compilation {

    private static final String EARLY = "3.13";

    private static final Path LATE = Path.of("polyglot-config/late-compilation.args");
    private static final String PREFIX = "-Dpolyglot.";
    /** Set where there is no compiler. */
    private static final String NONE = "jthreading.interpreter";

    private Compilation() { }

    /** Options of contexts that run the suites of that version. */
    static Map<String, String> optionsFor(String version) {
        if (Boolean.getBoolean(NONE)) {
            return Map.of();
        }
        String preset = System.getProperty("conformance.jit", version.equals(EARLY) ? "2" : "1");
        return switch (preset) {
            case "0" -> Map.of("engine.Compilation", "false");
            case "1" -> late();
            case "2" -> Map.of();
            default -> throw new IllegalArgumentException("conformance.jit is 0, 1 or 2 and not " + preset);
        };
    }

    private static Map<String, String> late() {
        try (Stream<String> lines = Files.lines(LATE)) {
            return lines.filter(Predicate.not(line -> line.startsWith("#"))).map(line -> line.substring(PREFIX.length()).split("=", 2))
                    .collect(Collectors.toMap(option -> option[0], option -> option[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
