package dev.jthreading;

import dev.jthreading.conformance.CPythonHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** Where the integration tests find what the build put together for them. */
public final class Installation {

    private Installation() {}

    /** The distribution, as a user unpacks it. */
    static Path distribution() {
        return directory("jthreading.distribution");
    }

    /** The command that runs Python with threading in Java. */
    static Path launcher() {
        return distribution().resolve("bin/jthreading");
    }

    /** The CPython executable, the reference for behaviour. */
    static Path cpython() {
        return new CPythonHome(directory("jthreading.cpython")).executable();
    }

    /** The executable of the CPython that has interpreters, the reference for those. */
    static Path cpythonWithInterpreters() {
        return new CPythonHome(directory("jthreading.cpython-3.14")).executable("3.14");
    }

    /** The directory with the tests that are written in Python. */
    static Path pythonTests() throws IOException {
        return Path.of("python-tests").toRealPath();
    }

    /** The directory of the build, for what a test leaves there. */
    public static Path build() {
        return directory("jthreading.build");
    }

    /** The command of the Java that runs the test. */
    public static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    private static Path directory(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }
}
