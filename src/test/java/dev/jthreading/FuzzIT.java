package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random calls with random arguments on all of {@code threading} and {@code _thread} come to the same as in CPython. The
 * calls are made up by {@code python-tests/fuzz.py}, the same ones in both interpreters.
 *
 * <p>{@code -Dfuzz.seed=<number>} tries other calls, and {@code -Dfuzz.calls=<number>} more of them.
 */
class FuzzIT {

    private static final String OWN_SEED = "3120";
    private static final String SEED = System.getProperty("fuzz.seed", OWN_SEED);
    private static final String CALLS = System.getProperty("fuzz.calls", "6000");
    private static final Pattern INTERNALS = Pattern.compile("polyglot|Foreign|java\\.|com\\.oracle|dev\\.jthreading");

    private final Map<Pattern, String> known = new LinkedHashMap<>();
    private final TreeSet<String> unused = new TreeSet<>();

    @TestFactory
    Stream<DynamicTest> sameAsInCPython() throws IOException, InterruptedException {
        readKnown();
        Path script = Installation.pythonTests().resolve("fuzz.py");
        Map<String, String> expected = CaseOutcomes.ofCPython(script, SEED, CALLS);
        Map<String, String> actual = CaseOutcomes.ofContext(script, SEED, CALLS);
        assertThat(expected).hasSizeGreaterThanOrEqualTo(Integer.parseInt(CALLS));
        assertThat(actual).as("the same calls").containsOnlyKeys(expected.keySet());
        Map<String, List<String>> differences = new TreeMap<>();
        expected.forEach((call, outcome) -> {
            List<String> ofKind = differences.computeIfAbsent(call.substring(0, call.indexOf(' ')), kind -> new ArrayList<>());
            compare(call, outcome, actual.getOrDefault(call, "was not called"), ofKind);
        });
        Stream<DynamicTest> tests = differences.entrySet().stream().map(entry -> DynamicTest.dynamicTest(
                entry.getKey(), () -> assertThat(entry.getValue()).isEmpty()));
        return SEED.equals(OWN_SEED) && CALLS.equals("6000") ? Stream.concat(tests, Stream.of(unusedLines())) : tests;
    }

    private void readKnown() throws IOException {
        KnownDifferences lines = KnownDifferences.read("fuzz.txt");
        lines.names().forEach(name -> known.put(Pattern.compile(name), name));
        unused.addAll(known.values());
    }

    private void compare(String call, String expected, String actual, List<String> differences) {
        if (!actual.equals(expected)) {
            String difference = call + " => " + expected + " | " + actual;
            if (INTERNALS.matcher(actual).find() || !isKnown(difference)) {
                differences.add(difference);
            }
        }
    }

    private boolean isKnown(String difference) {
        for (Map.Entry<Pattern, String> entry : known.entrySet()) {
            if (entry.getKey().matcher(difference).find()) {
                unused.remove(entry.getValue());
                return true;
            }
        }
        return false;
    }

    private DynamicTest unusedLines() {
        return DynamicTest.dynamicTest("fuzz.txt lists differences that exist", () -> assertThat(unused).isEmpty());
    }
}
