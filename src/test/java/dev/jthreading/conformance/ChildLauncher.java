package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The {@code sys.executable} of the GraalPy contexts: a script that starts the distribution's launcher, so that the child
 * processes of a test run on the same threading module as the test, and find CPython's {@code test} package even when they
 * are isolated from the environment.
 *
 * @param script the executable
 * @param pythonPath a directory with nothing but CPython's {@code test} package: the rest of its standard library must not
 *            hide GraalPy's
 */
record ChildLauncher(Path script, Path pythonPath) {

    /**
     * Writes the script.
     *
     * @param directory where
     * @param name the script's name
     * @param launcherFlags flags of the distribution's launcher, which come before Python's own
     */
    static ChildLauncher write(Path directory, String name, String launcherFlags, CPythonHome cpython) {
        try {
            Path pythonPath = Files.createDirectories(directory.resolve("lib"));
            Path testPackage = pythonPath.resolve("test");
            Files.deleteIfExists(testPackage);
            Files.createSymbolicLink(testPackage, cpython.testPackage().toAbsolutePath());
            Path script = Files.createDirectories(directory.resolve("bin")).resolve(name);
            Path launcher = Path.of(SystemProperties.required("jthreading.distribution"), "bin", "jthreading");
            Files.writeString(script, """
                    #!/bin/sh
                    exec '%s' %s --python.Executable='%s' --python.PythonPath='%s' "$@"
                    """.formatted(launcher, launcherFlags, script, pythonPath));
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + script + " executable");
            }
            return new ChildLauncher(script, pythonPath);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
