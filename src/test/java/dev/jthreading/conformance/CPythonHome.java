package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** CPython as the build unpacked it: an executable, its standard library and its tests. */
record CPythonHome(Path path) {

    private static final Pattern VERSION = Pattern.compile("#define\\s+PY_VERSION\\s+\"(\\d+\\.\\d+)([^\"]*)\"");

    /** The home that the build names in the system property {@code jthreading.cpython}. */
    static CPythonHome fromSystemProperty() {
        return new CPythonHome(Path.of(SystemProperties.required("jthreading.cpython")));
    }

    /** The interpreter. Archives on Maven Central carry no file modes, so this gives it the right to be executed. */
    Path executable() {
        Path executable = path.resolve("bin").resolve("python" + shortVersion());
        if (!Files.isExecutable(executable) && !executable.toFile().setExecutable(true)) {
            throw new IllegalStateException("Cannot make " + executable + " executable");
        }
        return executable;
    }

    Path testPackage() {
        return path.resolve("lib").resolve("python" + shortVersion()).resolve("test");
    }

    /** For example 3.12.1. */
    String version() {
        Matcher matcher = versionInHeader();
        return matcher.group(1) + matcher.group(2);
    }

    /** For example 3.12. */
    String shortVersion() {
        return versionInHeader().group(1);
    }

    private Matcher versionInHeader() {
        try (Stream<Path> files = Files.walk(path.resolve("include"))) {
            Path header = files.filter(file -> file.endsWith("patchlevel.h")).findFirst().orElseThrow();
            Matcher matcher = VERSION.matcher(Files.readString(header));
            if (!matcher.find()) {
                throw new IllegalStateException("No PY_VERSION in " + header);
            }
            return matcher;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
