package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void putsOutcomesSideBySideAndCountsThem() {
        Results cpython = new Results();
        cpython.add(TestReport.withoutAnswer("test.a.B.test_c", Outcome.PASS, ""));
        cpython.add(TestReport.withoutAnswer("test.a.B.test_d", Outcome.PASS, ""));
        Results builtin = new Results();
        builtin.add(TestReport.withoutAnswer("test.a.B.test_c", Outcome.HANG, ""));

        String table = Comparison.table(new EnumMap<>(Map.of(Implementation.BUILTIN, builtin, Implementation.CPYTHON, cpython)));

        assertThat(table).isEqualTo("""
                | test            | CPython | GraalPy's own |
                | --------------- | ------- | ------------- |
                | test.a.B.test_c | pass    | hang          |
                | test.a.B.test_d | pass    |               |
                | total pass      | 2       | 0             |
                | total skip      | 0       | 0             |
                | total fail      | 0       | 0             |
                | total error     | 0       | 0             |
                | total hang      | 0       | 1             |
                | total crash     | 0       | 0             |
                """);
    }
}
