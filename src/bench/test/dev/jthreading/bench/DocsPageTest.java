package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocsPageTest {

    @Test
    void aRunReplacesWhatTheLastOneWrote() {
        String once = DocsPage.insert("before\n" + DocsPage.BEGIN + DocsPage.END + "after\n", "first");

        assertThat(DocsPage.insert(once, "second\n"))
                .isEqualTo("before\n" + DocsPage.BEGIN + "\nsecond\n\n" + DocsPage.END + "after\n");
    }

    @Test
    void aPageWithoutThePlaceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DocsPage.insert("text\n" + DocsPage.END, "table"));
    }

    @Test
    void thePageOnPerformanceHasThePlace() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/performance.md"));

        assertThat(DocsPage.insert(page, "table")).contains(DocsPage.BEGIN + "\ntable\n\n" + DocsPage.END);
    }
}
