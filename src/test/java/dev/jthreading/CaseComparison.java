package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** Compares what the cases of a script come to here and in CPython: all of them run in one context, and in one process. */
final class CaseComparison {

    private CaseComparison() { }

    /** A test for each case, of which there are at least {@code fewest}: the same outcome, or a line in {@code differences}. */
    static Stream<DynamicTest> withCPython(String scriptName, String differences, int fewest, String... arguments)
            throws IOException, InterruptedException {
        return with(Installation.cpython(), scriptName, differences, fewest, arguments);
    }

    /** The same with one of several executables of CPython. */
    static Stream<DynamicTest> with(Path cpython, String scriptName, String differences, int fewest, String... arguments)
            throws IOException, InterruptedException {
        KnownDifferences known = KnownDifferences.read(differences);
        CaseOutcomes.Both outcomes = CaseOutcomes.ofBoth(cpython, Installation.pythonTests().resolve(scriptName), arguments);
        Map<String, String> expected = outcomes.expected();
        Map<String, String> actual = outcomes.actual();
        assertThat(expected).hasSizeGreaterThanOrEqualTo(fewest);
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        known.names().forEach(names::add);
        return names.stream().map(name -> DynamicTest.dynamicTest(
                name, () -> compare(name, expected.get(name), actual.get(name), known.contains(name) ? differences : null)));
    }

    private static void compare(String name, @Nullable String expected, @Nullable String actual, @Nullable String listedIn) {
        assertThat(expected).as("the outcome in CPython of " + name).isNotNull();
        if (listedIn == null) {
            assertThat(actual).isEqualTo(expected);
        } else {
            assertThat(actual).as("agrees with CPython: remove this line from " + listedIn + ": " + name).isNotEqualTo(expected);
        }
    }
}
