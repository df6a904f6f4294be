package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPackageTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void laterVersionHasItsOwnSuitesOnTheOldSupport() throws IOException {
        CPythonHome cpython = new CPythonHome(directory.resolve("cpython"));
        write(cpython.testPackage("3.12"), "__init__.py", "test_a.py", "test_b.py");
        write(cpython.testPackage("3.13"), "test_a.py");

        Path later = TestPackage.expose(directory, "3.13", cpython).resolve("test");
        Path whole = TestPackage.expose(directory, "3.12", cpython).resolve("test");

        assertThat(later.resolve("test_a.py").toRealPath()).isEqualTo(cpython.testPackage("3.13").resolve("test_a.py").toRealPath());
        assertThat(later.resolve("test_b.py").toRealPath()).isEqualTo(cpython.testPackage("3.12").resolve("test_b.py").toRealPath());
        assertThat(later.resolve("__init__.py").toRealPath()).hasFileName("test_package.py");
        assertThat(whole.resolve("test_a.py").toRealPath()).isEqualTo(cpython.testPackage("3.12").resolve("test_a.py").toRealPath());
    }

    @Test
    void laterVersionAddsModulesToTheOldSupport() throws IOException {
        CPythonHome cpython = new CPythonHome(directory.resolve("cpython"));
        write(cpython.testPackage("3.12"), "__init__.py");
        write(cpython.testPackage("3.12").resolve("support"), "__init__.py");
        write(cpython.testPackage("3.14").resolve("support"), "channels.py");

        Path later = TestPackage.expose(directory, "3.14", cpython).resolve("test").resolve("support");
        Path whole = TestPackage.expose(directory, "3.12", cpython).resolve("test").resolve("support");

        assertThat(later).isDirectoryContaining("glob:**/__init__.py").isDirectoryContaining("glob:**/channels.py");
        assertThat(whole).isDirectoryContaining("glob:**/__init__.py").isDirectoryNotContaining("glob:**/channels.py");
    }

    @Test
    void canBeMadeAgain() throws IOException {
        CPythonHome cpython = new CPythonHome(directory.resolve("cpython"));
        write(cpython.testPackage("3.12"), "__init__.py");
        TestPackage.expose(directory, "3.12", cpython);

        Path again = TestPackage.expose(directory, "3.12", cpython);

        assertThat(again.resolve("test").resolve("__init__.py")).isRegularFile();
    }

    private static void write(Path testPackage, String... files) throws IOException {
        Files.createDirectories(testPackage);
        for (String file : files) {
            Files.writeString(testPackage.resolve(file), "");
        }
    }
}
