package dev.jthreading.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void choosePlace() {
        file = directory.resolve("peers").resolve("cpython.json");
    }

    @Test
    void holdsNothingBeforeTheFirstRun() throws IOException {
        assertThat(Recording.read(file).of("test_a 3.12.1")).isEmpty();
    }

    @Test
    void keepsWhatWasRecordedAndSaysSo() throws IOException {
        Measurement measured = measurement(new Result(Outcome.HANG, null, "no progress for 60 s\nframes"));
        Recording.read(file).put("test_a 3.12.1", measured);

        assertThat(Recording.read(file).of("test_a 3.12.1")).contains(new Measurement(
                new Source("CPython 3.12.1", "some machine", "2026-01-31", true),
                Map.of("x", new Result(Outcome.HANG, null, "no progress for 60 s"))));
    }

    @Test
    void replacesOneSuiteAndKeepsTheOthers() throws IOException {
        Recording.read(file).put("test_a 3.12.1", measurement(Samples.result(Outcome.FAIL, "")));
        Recording.read(file).put("test_b 3.12.1", measurement(Samples.result(Outcome.PASS, "")));
        Recording.read(file).put("test_a 3.12.1", measurement(Samples.result(Outcome.SKIP, "")));

        assertThat(outcome("test_a 3.12.1")).isEqualTo(Outcome.SKIP);
        assertThat(outcome("test_b 3.12.1")).isEqualTo(Outcome.PASS);
    }

    private Outcome outcome(String suite) throws IOException {
        return Recording.read(file).of(suite).orElseThrow().tests().values().iterator().next().outcome();
    }

    private static Measurement measurement(Result result) {
        return new Measurement(Samples.SOURCE, Map.of("x", result));
    }
}
