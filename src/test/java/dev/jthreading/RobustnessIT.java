package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Exceptions that come from outside at any moment, and the end of the stack: {@code python-tests/robustness}, in a process of their own,
 * as they leave much to be compiled again.
 */
@DisabledOnOs(OS.WINDOWS)
class RobustnessIT {

    @Test
    void nothingIsLost() throws IOException, InterruptedException {
        Command.Result result = Command.of(Installation.launcher(), "-m", "unittest", "discover", "-v",
                "-s", Installation.pythonTests().resolve("robustness").toString()).run();
        assertThat(result.stderr()).contains("Ran ").endsWith("OK\n");
        assertThat(result.status()).isZero();
    }
}
