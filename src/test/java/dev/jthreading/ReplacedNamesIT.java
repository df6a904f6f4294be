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
import org.junit.jupiter.api.TestFactory;

/**
 * What a program puts in the place of a name of {@code threading}, or sets a private attribute to, has the effect that it
 * has in CPython. The cases are in {@code python-tests/replaced_names.py}.
 */
class ReplacedNamesIT {

    private static final int FEWEST_CASES = 350;

    @TestFactory
    Stream<DynamicTest> sameAsInCPython() throws IOException, InterruptedException {
        Path script = Installation.pythonTests().resolve("replaced_names.py");
        KnownDifferences known = KnownDifferences.read("replaced_names.txt");
        Map<String, String> expected = CaseOutcomes.ofCPython(script);
        Map<String, String> actual = CaseOutcomes.ofContext(script);
        assertThat(expected).hasSizeGreaterThanOrEqualTo(FEWEST_CASES);
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        known.names().forEach(names::add);
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> compare(name, expected.get(name), actual.get(name), known.contains(name))));
    }

    private static void compare(String name, @Nullable String expected, @Nullable String actual, boolean known) {
        assertThat(expected).as("the outcome in CPython of " + name).isNotNull();
        if (known) {
            assertThat(actual)
                    .as("agrees with CPython: remove this line from replaced_names.txt: " + name)
                    .isNotEqualTo(expected);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }
}
