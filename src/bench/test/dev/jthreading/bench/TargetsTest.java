package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final Path SOURCES = Path.of("src", "bench");
    private static final Pattern FUNCTION = Pattern.compile("(?m)^def (\\w+)");
    /** What {@code ways.py} registers; a part of the name may be a variable's. */
    private static final Pattern WAY = Pattern.compile("\\.(?:time|ratio)\\(f?\"([^\"]+)\"");

    private static final Targets TARGETS = new Targets(Stream.of(
            "{'benchmarks': 'lock-.*', 'builtin': 0.5}", "{'benchmarks': '.*', 'builtin': 1, 'cpython': 2}")
            .map(entry -> JsonParser.parseString(entry).getAsJsonObject()).toList());

    @Test
    void theFirstEntryForThePeerCounts() {
        Benchmark lock = new Benchmark("lock-with", "group", "title", "ns");

        assertThat(TARGETS.of(lock, Implementation.BUILTIN)).hasValue(0.5);
        assertThat(TARGETS.of(lock, Implementation.CPYTHON)).hasValue(2);
        assertThat(TARGETS.of(lock, Implementation.JAVA)).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void aPatternFitsTheWholeName() {
        assertThat(TARGETS.of(new Benchmark("rlock-with", "group", "title", "ns"), Implementation.BUILTIN)).hasValue(1);
    }

    /** A name that is misspelt would not be noticed otherwise. */
    @Test
    void everyTargetIsThatOfABenchmark() throws IOException {
        List<String> names = names();

        assertThat(Targets.read(SOURCES.resolve("targets.json")).entries())
                .allSatisfy(entry -> assertThat(names)
                        .anyMatch(Pattern.compile(entry.get("benchmarks").getAsString()).asMatchPredicate()));
    }

    private static List<String> names() throws IOException {
        Path scripts = SOURCES.resolve("python");
        try (Stream<Path> files = Files.list(scripts)) {
            List<String> names = new ArrayList<>(List.of("process-pass", "process-import", "process-difference"));
            for (Path file : files.filter(file -> file.toString().endsWith(".py")).toList()) {
                String text = Files.readString(file);
                FUNCTION.matcher(text).results().map(found -> found.group(1).replace('_', '-')).forEach(names::add);
                WAY.matcher(text).results().map(found -> found.group(1)).forEach(names::add);
            }
            names.addAll(names.stream().flatMap(name -> BesideBusy.nameOf(name).stream()).toList());
            for (Path program : WholeProgram.files(scripts)) {
                Stream.of("-wall", "-cpu").map(WholeProgram.name(program)::concat).forEach(names::add);
            }
            return names;
        }
    }
}
