package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.Test;

/** Tests run on the runtime that was asked for: Truffle falls back to the interpreter silently. */
class RuntimeTest {

    @Test
    void testsRunOnTheRuntimeThatWasAskedFor() {
        try (Engine engine = Engine.create()) {
            String expected = Boolean.getBoolean("jthreading.interpreter") ? "Interpreted" : "GraalVM";
            assertThat(engine.getImplementationName()).startsWith(expected);
        }
    }
}
