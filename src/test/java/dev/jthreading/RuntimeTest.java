package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.Test;

/** The tests measure and check the optimising runtime, not the fallback one that Truffle chooses silently. */
class RuntimeTest {

    @Test
    void testsRunOnTheOptimisingRuntime() {
        try (Engine engine = Engine.create()) {
            assertThat(engine.getImplementationName()).startsWith("GraalVM");
        }
    }
}
