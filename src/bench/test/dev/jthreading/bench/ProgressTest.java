package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void theTimeThatIsLeftIsCorrectedByTheTimeThatWasTaken() {
        assertThat(Progress.left(100, 0, 5)).isEqualTo(100);
        assertThat(Progress.left(100, 20, 40)).isEqualTo(160);
    }

    @Test
    void withoutATerminalThereIsALineForEachPart() {
        List<String> lines = new ArrayList<>();
        try (Progress progress = new Progress(lines::add, Optional.empty(), 100)) {
            progress.starts("the first part");
            progress.ends(50);
        }

        assertThat(lines).containsExactly("0:00 min, 1:40 min left: the first part");
    }
}
