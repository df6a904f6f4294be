package dev.jthreading.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that say what is known to differ from CPython. They were written for one version of GraalPy. What differs with another one
 * is in files of the same names in a directory of its version, for example {@code graalpy-25.2}.
 */
public final class ExpectationFiles {

    static final Path DIRECTORY = Path.of("python-tests", "expectations");

    private ExpectationFiles() {
    }

    public static Path named(String name) {
        return DIRECTORY.resolve(name);
    }

    /** What is different from the file of that name with this build's GraalPy. */
    public static Optional<Path> differences(String name) {
        return differences(name, SystemProperties.required("jthreading.graalpy.version"));
    }

    static Optional<Path> differences(String name, String version) {
        int end = version.indexOf('.', version.indexOf('.') + 1);
        Path file = DIRECTORY.resolve("graalpy-" + version.substring(0, end)).resolve(name);
        return Optional.of(file).filter(Files::exists);
    }
}
