package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Faults in and around the primitives leave what they leave in CPython: errors, locks, threads and lines on standard error. The
 * cases, and the ways for a process to end, are in {@code python-tests/faults.py}. {@code -Psoak} has thousands of threads where some
 * do here.
 */
@DisabledOnOs(OS.WINDOWS)
class FaultsIT {

    private static final int FEWEST_CASES = 30;
    private static final int FEWEST_ENDS = 14;
    private static final String[] WHOLE = Soak.isWhole() ? new String[] {"--whole"} : new String[0];

    @TestFactory
    Stream<DynamicTest> leaveWhatTheyLeaveInCPython() throws IOException, InterruptedException {
        return CaseComparison.withCPython("faults.py", "faults.txt", FEWEST_CASES, WHOLE);
    }

    @TestFactory
    Stream<DynamicTest> processesEndAsInCPython() throws IOException, InterruptedException {
        String script = Installation.pythonTests().resolve("faults.py").toString();
        Command.Result names = Command.of(Installation.cpython(), script, "--ends").run();
        assertThat(names.status()).isZero();
        assertThat(names.stdout().lines()).hasSizeGreaterThanOrEqualTo(FEWEST_ENDS);
        return names.stdout().lines().map(name -> DynamicTest.dynamicTest(name, () -> endsAsInCPython(script, name)));
    }

    private static void endsAsInCPython(String script, String name) throws IOException, InterruptedException {
        Command.Result expected = Command.of(Installation.cpython(), script, "--end", name).run();
        Command.Result actual = Command.of(Installation.launcher(), script, "--end", name).run();
        assertThat(actual.stdout()).isEqualTo(expected.stdout());
        assertThat(actual.stderr()).isEqualTo(expected.stderr());
        assertThat(actual.status()).isEqualTo(expected.status());
    }
}
