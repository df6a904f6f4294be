package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code sys.executable} of the GraalPy contexts: a script that runs the distribution, so that the child processes of
 * a test have the same threading module as the test, and find CPython's {@code test} package even when they are isolated
 * from the environment.
 *
 * <p>The suites start some eighty children which live for a moment only. The script starts them without the optimising
 * compiler and from an archive of loaded classes, which takes a sixth of the processor time.
 *
 * @param script the executable
 * @param pythonPath a directory with nothing but CPython's {@code test} package: the rest of its standard library must not
 *            hide GraalPy's
 */
record ChildLauncher(Path script, Path pythonPath) {

    /**
     * Writes the script and its archive.
     *
     * @param directory where
     * @param name the script's name
     * @param pythonFlags flags that choose the threading module
     */
    static ChildLauncher write(Path directory, String name, List<String> pythonFlags, CPythonHome cpython) {
        try {
            Path bin = Files.createDirectories(directory.resolve("bin"));
            Path archive = bin.resolve(name + ".jsa");
            ChildLauncher launcher = new ChildLauncher(bin.resolve(name), exposeTestPackage(directory, cpython));
            Files.deleteIfExists(archive);
            launcher.writeScript("-XX:ArchiveClassesAtExit=" + archive, pythonFlags);
            launcher.runOnce();
            launcher.writeScript("-XX:SharedArchiveFile=" + archive, pythonFlags);
            return launcher;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file for what crashing children write. */
    Path errors() {
        return script.resolveSibling(script.getFileName() + "-stderr.txt");
    }

    private static Path exposeTestPackage(Path directory, CPythonHome cpython) throws IOException {
        Path pythonPath = Files.createDirectories(directory.resolve("lib"));
        Path testPackage = pythonPath.resolve("test");
        Files.deleteIfExists(testPackage);
        Files.createSymbolicLink(testPackage, cpython.testPackage().toAbsolutePath());
        return pythonPath;
    }

    private void writeScript(String archiveFlag, List<String> pythonFlags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(SystemProperties.required("java.home"), "bin", "java").toString(),
                archiveFlag, "-Xlog:disable", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.graalvm.launcher.executablename=" + script,
                "-cp", Path.of(SystemProperties.required("jthreading.distribution"), "lib") + "/*",
                "com.oracle.graal.python.shell.GraalPythonMain", "--python.PythonPath=" + pythonPath));
        command.addAll(pythonFlags);
        Files.writeString(script, command.stream().map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + script + " executable");
        }
    }

    /** Runs what most children run, for the archive. */
    private void runOnce() throws IOException {
        Process process = new ProcessBuilder(script.toString(), "-c", "import threading, subprocess, test.support")
                .redirectErrorStream(true).start();
        try (Stream<String> lines = process.inputReader().lines()) {
            String output = lines.collect(Collectors.joining("\n"));
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(script + " does not work: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
