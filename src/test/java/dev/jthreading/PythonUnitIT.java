package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Our own tests in Python, {@code python-tests/unit}: what needs a process of its own, as signals do. */
@DisabledOnOs(OS.WINDOWS)
class PythonUnitIT {

    @Test
    void allPass() throws IOException, InterruptedException {
        Command.Result result = Command.of(Installation.launcher(), "-m", "unittest", "discover", "-v",
                "-s", Installation.pythonTests().resolve("unit").toString()).run();
        assertThat(result.stderr()).contains("Ran ").endsWith("OK\n");
        assertThat(result.status()).isZero();
    }
}
