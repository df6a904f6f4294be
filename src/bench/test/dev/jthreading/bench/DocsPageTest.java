package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource
    void eachPageHasThePlace(DocsPage page) throws IOException {
        assertThat(DocsPage.insert(Files.readString(page.file()), "table")).contains(DocsPage.BEGIN + "\ntable\n\n" + DocsPage.END);
    }

    @Test
    void figuresOfInterpretersHaveTheirOwnPage() {
        Benchmark call = new Benchmark("interpreter-call", "Interpreters: calls and queues", "call", "us");
        Benchmark lock = new Benchmark("lock-with", "Uncontended", "Lock: with", "ns");

        assertThat(DocsPage.values()).filteredOn(page -> page.shows(call)).containsExactly(DocsPage.INTERPRETERS);
        assertThat(DocsPage.values()).filteredOn(page -> page.shows(lock)).containsExactly(DocsPage.PERFORMANCE);
    }
}
