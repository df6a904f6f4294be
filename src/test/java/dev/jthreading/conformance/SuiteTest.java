package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SuiteTest {

    @Test
    void aFileOfExpectationsBelongsToASuite() throws IOException {
        List<String> known = Suite.ALL.stream().map(Suite::expectationFile).toList();
        try (Stream<Path> files = Files.walk(ExpectationFiles.DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("test_"))).isSubsetOf(known);
        }
    }

    @Test
    void suitesOfAVersionFollowEachOther() {
        List<String> versions = Suite.ALL.stream().map(Suite::version).toList();

        assertThat(versions).isSorted();
    }

    @Test
    void partIncludesTheTestsInWhoseIdItIsFound() {
        Suite suite = new Suite("test.test_a.test_b", "3.13", Optional.of(new Suite.Part("[.]Thread", "uses processes")));

        assertThat(suite.includes("test.test_a.test_b.ThreadTest.test_c")).isTrue();
        assertThat(suite.includes("test.test_a.test_b.ProcessTest.test_c")).isFalse();
        assertThat(suite.name()).isEqualTo("test_a.test_b");
    }
}
