package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the {@code sys.executable} of GraalPy contexts: scripts that run the distribution. With them the child processes
 * of a test have the same threading module as the test. They find CPython's {@code test} package even when they are
 * isolated from the environment.
 *
 * <p>The suites start hundreds of children which live for a moment only. The scripts start them without the optimising
 * compiler and from an archive of loaded classes, which takes a sixth of the processor time.
 */
final class ChildLaunchers {

    /**
     * Tests terminate children. Another test has ignored SIGTERM for a moment, which Java cannot take back: it leaves a signal alone
     * that is ignored. A child would inherit that.
     */
    private static final String TERMINABLE = """
            with_default="env --default-signal=TERM"
            $with_default true 2>/dev/null || with_default=
            exec $with_default\s""";

    private final Path directory;
    private final Path bin;
    private final String name;
    private final List<String> pythonFlags;
    private final CPythonHome cpython;
    private final Map<String, ChildLauncher> byVersion = new HashMap<>();

    /**
     * Prepares scripts, which are written when they are needed.
     *
     * @param directory where
     * @param name how the names of the scripts begin
     * @param pythonFlags flags that choose the threading module
     */
    ChildLaunchers(Path directory, String name, List<String> pythonFlags, CPythonHome cpython) {
        this.directory = directory;
        bin = directory.resolve("bin");
        this.name = name;
        this.pythonFlags = List.copyOf(pythonFlags);
        this.cpython = cpython;
    }

    /** The launcher whose {@code test} package is that of a version. */
    ChildLauncher of(String version) {
        return byVersion.computeIfAbsent(version, this::write);
    }

    /** A file for what crashing children write. */
    Path errors() {
        return bin.resolve(name + "-stderr.txt");
    }

    private ChildLauncher write(String version) {
        try {
            Files.createDirectories(bin);
            ChildLauncher launcher = new ChildLauncher(
                    bin.resolve(name + "-" + version), TestPackage.expose(directory, version, cpython));
            Path archive = bin.resolve(name + ".jsa");
            if (byVersion.isEmpty()) {
                Files.deleteIfExists(archive);
                writeScript(launcher, "-XX:ArchiveClassesAtExit=" + archive);
                runOnce(launcher.script());
            }
            writeScript(launcher, "-XX:SharedArchiveFile=" + archive);
            return launcher;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeScript(ChildLauncher launcher, String archiveFlag) throws IOException {
        Path script = launcher.script();
        List<String> command = new ArrayList<>(List.of(
                Path.of(SystemProperties.required("java.home"), "bin", "java").toString(),
                archiveFlag, "-Xlog:disable", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djdk.virtualThreadScheduler.parallelism=256", "-Dorg.graalvm.launcher.executablename=" + script,
                "-cp", Path.of(SystemProperties.required("jthreading.distribution"), "lib") + "/*",
                "com.oracle.graal.python.shell.GraalPythonMain", "--python.PythonPath=" + launcher.pythonPath()));
        command.addAll(pythonFlags);
        Files.writeString(script, command.stream().map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "#!/bin/sh\n" + TERMINABLE, " \"$@\"\n")));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + script + " executable");
        }
    }

    /** Runs what most children run, for the archive. */
    private static void runOnce(Path script) throws IOException {
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
