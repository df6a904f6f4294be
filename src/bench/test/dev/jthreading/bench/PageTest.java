package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final Benchmark LOCK = new Benchmark("lock-with", "Uncontended", "Lock: with", "ns");
    private static final Targets TARGETS = targets("{'benchmarks': 'lock-with', 'builtin': 0.75, 'cpython': 0.2}");

    private final Results results = new Results();

    private void measured(Implementation implementation, double... samples) {
        for (double sample : samples) {
            results.add(LOCK, implementation, Measurement.of(List.of(sample)));
        }
    }

    private static Targets targets(String entry) {
        return new Targets(List.of(JsonParser.parseString(entry).getAsJsonObject()));
    }

    private Page page() {
        return page(TARGETS);
    }

    private Page page(Targets targets) {
        Machine machine = new Machine("2026-01-02T03:04:05Z", "Fast", 2, "8 GiB", "Linux", "0.0", "JVM 25", "0.1", "25.0.3", "3.12.1");
        Settings settings = new Settings(".*", ".*", 3, 1, 1, 1, 1, 1, false);
        return new Page(Report.of(machine, settings, results, targets));
    }

    @Test
    void ratiosSayWhetherTheyMeetTheirTargets() {
        measured(Implementation.JTHREADING, 30, 30, 30);
        measured(Implementation.BUILTIN, 60, 60, 60);
        measured(Implementation.CPYTHON, 100, 100, 100);

        assertThat(page().markdown(Map.of()))
                .contains("| Lock: with | lock-with | ns | 30.0 ±0% | 60.0 ±0% | 0.50 ✓ (0.75) | 100 ±0% | 0.30 ✗ (0.20) |\n")
                .contains("\n1 of 2 targets met.\n");
    }

    @Test
    void failuresAreExplainedBelowTheTables() {
        results.add(LOCK, Implementation.JTHREADING, Measurement.timeout());
        measured(Implementation.BUILTIN, 60, 60);
        results.add(LOCK, Implementation.BUILTIN, Measurement.failed("RuntimeError: a thread does not end"));

        assertThat(page().markdown(Map.of()))
                .contains("| timeout | 60.0 ±0%, failed [1] in 1 of 3 | – ✗ (0.75) |")
                .endsWith("\n- [1] failed: RuntimeError: a thread does not end\n");
    }

    @Test
    void whatAPeerFailsAtIsNoTargetMissed() {
        measured(Implementation.JTHREADING, 30);
        results.add(LOCK, Implementation.BUILTIN, Measurement.timeout());

        assertThat(page().markdown(Map.of())).contains("| 30.0 ±0% | timeout | – ? (0.75) |").contains("0 of 0 targets met");
    }

    @Test
    void whatAnImplementationDoesNotHaveIsNoFailure() {
        measured(Implementation.JTHREADING, 30);
        results.add(LOCK, Implementation.CPYTHON_3_14, Measurement.absent("interpreters share no synchronizers"));

        assertThat(page().markdown(Map.of()))
                .contains("| 30.0 ±0% | – [1] | – |").endsWith("\n- [1] interpreters share no synchronizers\n");
    }

    @Test
    void aFigureMayHaveATargetOfItsOwn() {
        Targets goals = targets("{'benchmarks': 'lock-with', 'jthreading': 20}");
        measured(Implementation.JTHREADING, 30);

        assertThat(page(goals).markdown(Map.of())).contains("| 30.0 ±0% ✗ (20.0) |").contains("0 of 1 targets met");

        measured(Implementation.JTHREADING, 10, 10);

        assertThat(page(goals).markdown(Map.of())).contains("✓ (20.0) |").contains("1 of 1 targets met");
    }

    @Test
    void twoCoursesAreTwoFiguresAndOneRatio() {
        measured(Implementation.JTHREADING, 7, 7.2, 15.8);
        measured(Implementation.CPYTHON, 72, 72, 72);

        assertThat(page().markdown(Map.of())).contains("| ns | 7.10 / 15.8 | 72.0 ±0% | 0.10 ✓ (0.20) |");
    }

    @Test
    void presetsHaveATableOfTheirOwnAndTheDefaultIsMarked() {
        measured(Implementation.BUILTIN_PLAIN, 10, 10, 10);
        measured(Implementation.CPYTHON, 1, 1, 1);
        measured(Implementation.JTHREADING_JIT_0, 4, 4, 4);
        measured(Implementation.JTHREADING_JIT_1, 5, 5, 5);
        measured(Implementation.BUILTIN_JIT_1, 10, 10, 10);
        results.setDefault(Implementation.JTHREADING_JIT_1);

        assertThat(page().markdown(Map.of()))
                .contains("| unit | jthreading, jit=1 (default) | GraalPy's own, plain JVM | ratio | CPython | ratio |\n")
                .contains("| ns | 5.00 ±0% | 10.0 ±0% | 0.50 | 1.00 ±0% | 5.00 ✗ (0.20) |\n")
                .contains("| unit | jthreading, jit=0 | jthreading, jit=1 | GraalPy's own, jit=1 | ratio |\n")
                .contains("| ns | 4.00 ±0% | 5.00 ±0% | 10.0 ±0% | 0.50 |\n");
    }

    @Test
    void aTerminalIsToldTheNamesThatCanBeAskedFor() {
        measured(Implementation.JTHREADING, 1234);

        assertThat(page().text()).contains("lock-with").contains("1,234 ±0%").contains("2 cores").doesNotContain("Lock: with");
    }
}
