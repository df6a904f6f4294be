package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void withoutTerminalTwoLinesTellOfEachSuite() {
        Progress progress = new Progress(stream(lines), Optional.empty(), 2);
        runSuite(progress, "test_a 3.12.1 on CPython");
        runSuite(progress, "test_a 3.12.1 on jthreading");

        assertThat(text(lines).lines()).containsExactly(
                "[1/2] test_a 3.12.1 on CPython: 2 tests", "[1/2] test_a 3.12.1 on CPython: 1 pass, 1 hang, after 0:00 min",
                "[2/2] test_a 3.12.1 on jthreading: 2 tests", "[2/2] test_a 3.12.1 on jthreading: 1 pass, 1 hang, after 0:00 min");
    }

    @Test
    void onATerminalABarNamesTheTest() {
        Progress progress = new Progress(stream(lines), Optional.of(new Terminal(stream(screen), 120)), 1);
        progress.suiteStarts("test_a 3.12.1 on CPython", 2);
        progress.testStarts("test.test_a.SomeTests.test_c");
        progress.testEnds(Outcome.PASS);
        await().until(() -> text(screen).contains("1/2"));
        progress.testEnds(Outcome.PASS);

        assertThat(text(screen)).contains("[1/1] test_a 3.12.1 on CPython: 2 tests", "1/2", " test_c ");
        assertThat(text(lines).lines()).containsExactly("[1/1] test_a 3.12.1 on CPython: 2 pass, after 0:00 min");
    }

    @Test
    void suiteOfWhichNothingRunsIsNotMentioned() {
        new Progress(stream(lines), Optional.empty(), 1).suiteStarts("test_a 3.12.1 on CPython", 0);

        assertThat(text(lines)).isEmpty();
    }

    private static void runSuite(Progress progress, String title) {
        progress.suiteStarts(title, 2);
        progress.testStarts("test.test_a.SomeTests.test_c");
        progress.testEnds(Outcome.PASS);
        progress.testStarts("test.test_a.SomeTests.test_d");
        progress.testEnds(Outcome.HANG);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
