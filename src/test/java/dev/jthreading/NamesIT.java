package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A subclass of what {@code threading} has may call its attributes as it likes, if CPython lets it. The cases are in
 * {@code python-tests/names.py}; one that fails in CPython may come to anything here, if only it ends.
 */
class NamesIT {

    private static final int FEWEST_CASES = 5000;
    private static final String WORKS = "works";
    private static final String HANGS = "hangs";

    @TestFactory
    Stream<DynamicTest> worksAsInCPython() throws IOException, InterruptedException {
        CaseOutcomes.Both outcomes = CaseOutcomes.ofBoth(Installation.cpython(), Installation.pythonTests().resolve("names.py"));
        Map<String, String> expected = outcomes.expected();
        Map<String, String> actual = outcomes.actual();
        assertThat(expected).hasSizeGreaterThanOrEqualTo(FEWEST_CASES);
        assertThat(actual).containsOnlyKeys(expected.keySet());
        return expected.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> compare(expected.get(name), actual.get(name))));
    }

    private static void compare(@Nullable String expected, @Nullable String actual) {
        if (WORKS.equals(expected)) {
            assertThat(actual).isEqualTo(WORKS);
        } else if (!HANGS.equals(expected)) {
            assertThat(actual).isNotEqualTo(HANGS);
        }
    }
}
