package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultPresetTest {

    private static final List<String> PLAIN = List.of("java", "-cp", "lib/*", "Main", "-c", "pass");

    @Test
    void thePresetItselfDoesNotCount() {
        assertThat(DefaultPreset.same(PLAIN, List.of("java", "-cp", "lib/*", "Main", "-X", "jit=1", "-c", "pass"), "jit=1")).isTrue();
        assertThat(DefaultPreset.same(PLAIN, PLAIN, "jit=1")).isTrue();
    }

    @Test
    void anotherFlagDoes() {
        assertThat(DefaultPreset.same(PLAIN,
                List.of("java", "-Xint", "-cp", "lib/*", "Main", "-X", "jit=0", "-c", "pass"), "jit=0")).isFalse();
        assertThat(DefaultPreset.same(PLAIN, List.of("java", "-cp", "lib/*", "Main", "jit=0", "-c", "pass"), "jit=0")).isFalse();
    }
}
