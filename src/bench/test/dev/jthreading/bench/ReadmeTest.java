package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void aRunReplacesWhatTheLastOneWrote() {
        String once = Readme.insert("before\n" + Readme.BEGIN + Readme.END + "after\n", "first");

        assertThat(Readme.insert(once, "second\n"))
                .isEqualTo("before\n" + Readme.BEGIN + "\nsecond\n\n" + Readme.END + "after\n");
    }

    @Test
    void aPageWithoutThePlaceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Readme.insert("text\n" + Readme.END, "table"));
    }

    @Test
    void thePageOfTheProjectHasThePlace() throws IOException {
        assertThat(Readme.insert(Files.readString(Path.of("README.md")), "table")).contains(Readme.BEGIN + "\ntable\n\n" + Readme.END);
    }
}
