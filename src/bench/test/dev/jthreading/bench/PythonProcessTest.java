package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PythonProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private PythonProcess shell(String script) throws Exception {
        return new PythonProcess(List.of("sh", "-c", script), Map.of(), directory, directory.resolve("errors.txt"));
    }

    @Test
    void theEndOfAProcessIsNotALine() throws Exception {
        try (PythonProcess process = shell("echo one; exit 3")) {
            assertThat(process.line(PATIENCE)).hasValue("one");
            assertThat(process.line(PATIENCE)).isEmpty();
            assertThat(process.end(PATIENCE)).isEqualTo(3);
        }
    }

    @Test
    void aProcessThatHangsIsGivenUpAndKilledWithItsChildren() throws Exception {
        ProcessHandle child;
        try (PythonProcess process = shell("sleep 600 & echo $!; wait")) {
            long pid = Long.parseLong(process.line(PATIENCE).orElseThrow());
            child = ProcessHandle.of(pid).orElseThrow();
            assertThatThrownBy(() -> process.line(Duration.ofMillis(50))).isInstanceOf(TimeoutException.class);
        }
        assertThat(child.onExit()).succeedsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
