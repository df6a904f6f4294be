package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution's own runtime, its cache of loaded classes, and the presets of the compilers. */
@DisabledOnOs(OS.WINDOWS)
class StartupIT {

    private static final Path RUNTIME = Installation.distribution().resolve("runtime");
    private static final String THREAD =
            "import sys, threading; t = threading.Thread(target=print, args=('ran', )); t.start(); t.join(); print(sys.version)";
    private static final String TELLS_OF_CHILD = """
            import os, subprocess, sys
            print(os.environ.get("JTHREADING_OPTIONS"), sys.orig_argv[1:3], flush=True)
            if len(sys.argv) == 1:
                subprocess.run([sys.executable, "-X", "dev=0", sys.orig_argv[-1], "child"], check=True)
            """;

    @TempDir
    Path directory;

    @BeforeAll
    static void theDistributionHasARuntime() {
        assumeThat(RUNTIME).as("made by the build unless it was told not to").exists();
    }

    @Test
    void theRuntimeCompilesPythonCode() throws IOException, InterruptedException {
        Command.Result result = python("", "-c", THREAD);
        assertThat(result.stdout()).startsWith("ran\n").contains("GraalVM CE").doesNotContain("Interpreted");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void noOtherJavaIsNeeded() throws IOException, InterruptedException {
        assertThatItRanWithoutAWord(
                shell("exec env -i HOME=\"$HOME\" PATH=/usr/bin:/bin JAVA_HOME=/no-such-jdk \"$@\"", "-c", THREAD));
    }

    @Test
    void classesComeFromTheCache() throws IOException, InterruptedException {
        Path classes = directory.resolve("classes.log");
        Command.Result result = python("-Xlog:class+load=info:file=" + classes, "-c", THREAD);
        assertThat(result.stdout()).startsWith("ran\n");
        List<String> loaded = Files.readAllLines(classes).stream().filter(line -> line.contains(" source: ")).toList();
        assertThat(loaded).filteredOn(line -> !line.contains("shared objects file")).hasSizeLessThan(loaded.size() / 10);
    }

    /** The options of a JVM that the cache was not made for. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseZGC", "-Xmx400m", "-XX:-UseCompressedOops", "-Xshare:auto", "-Xshare:off"})
    void otherOptionsOfTheJvmGoWithoutAWord(String option) throws IOException, InterruptedException {
        Command.Result result = python(option, "-c", THREAD);
        assertThat(result.stdout()).startsWith("ran\n");
        assertThat(result.stderr().lines()).allMatch(line -> line.startsWith("Picked up JAVA_TOOL_OPTIONS"));
    }

    @Test
    void anObjectThatDoesNotFitIntoTheHeapLeavesLocksFree() throws IOException, InterruptedException {
        Command.Result result = python("-Xmx400m", "-c", """
                import threading
                for make in threading.Lock, threading.RLock, threading.Condition, threading.Semaphore, threading.BoundedSemaphore:
                    lock = make()
                    try:
                        with lock:
                            bytearray(1 << 30)
                    except MemoryError as error:
                        print(make.__name__, type(error).__name__, end=' ')
                    def take():
                        with lock:
                            print('is free')
                    thread = threading.Thread(target=take, daemon=True)
                    thread.start()
                    thread.join(60)
                """);
        assertThat(result.stdout().lines()).hasSize(5).allMatch(line -> line.endsWith(" MemoryError is free"));
    }

    @Test
    void aCacheThatDoesNotFitIsLeftOut() throws IOException, InterruptedException {
        Path home = copyOfTheDistribution();
        Path jar = launcherJar(home);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertThatItRanWithoutAWord(Command.of(home.resolve("bin/jthreading"), "-c", THREAD).run());
    }

    @Test
    void aCacheThatIsDamagedIsLeftOut() throws IOException, InterruptedException {
        Path home = copyOfTheDistribution();
        Path cache = home.resolve("runtime/lib/jthreading.aot");
        Files.delete(cache);
        Files.writeString(cache, "this is no cache");
        assertThatItRanWithoutAWord(Command.of(home.resolve("bin/jthreading"), "-c", THREAD).run());
    }

    /** A build that writes the same jar anew keeps the cache, and one whose jar is another deletes it. */
    @Test
    void theCacheBelongsToTheBytesOfTheJars() throws IOException, InterruptedException {
        Path home = copyOfTheDistribution();
        Path cache = home.resolve("runtime/lib/jthreading.aot");
        Path jar = launcherJar(home);
        FileTime before = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        checkCache(home);
        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(before);
        assertThat(cache).exists();

        Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);
        checkCache(home);
        assertThat(cache).doesNotExist();
    }

    /** The default leaves alone what is called less than 400 times. */
    @ParameterizedTest
    @CsvSource({"0, 3000, false", "1, 3000, true", "1, 300, false", "2, 300, true"})
    void presetsChooseWhatPythonCodeIsCompiled(String preset, int calls, boolean isCompiled) throws IOException, InterruptedException {
        List<String> words = Stream.concat(Stream.of("-X", "jit=" + preset), callsOfAFunctionThatLoops(calls).stream()).toList();
        Command.Result result = python("", words.toArray(String[]::new));
        assertThat(result.stdout()).endsWith("done\n");
        assertThat(result.stderr().contains("[engine] opt done")).as(result.stderr()).isEqualTo(isCompiled);
    }

    @ParameterizedTest
    @CsvSource({"-Xjit=0, 1", "-Xjit=1, 1", "-Xjit=2, 4"})
    void presetsChooseTheCompilersOfTheJvm(String preset, int level) throws IOException, InterruptedException {
        Command.Result result = python("-XX:+PrintFlagsFinal", preset, "-c", "pass");
        assertThat(result.stdout()).containsPattern(" TieredStopAtLevel +=  *" + level + " ");
        assertThat(result.stdout()).containsPattern(" ReservedCodeCacheSize +=  *2\\d{8} ");
    }

    @Test
    void childProcessesHaveThePreset() throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("child.py"), TELLS_OF_CHILD);
        Command.Result result = python("", "-X", "jit=0", script.toString());
        assertThat(result.stdout()).isEqualTo("-Xjit=0 ['-X', 'jit=0']\n-Xjit=0 ['-X', 'dev=0']\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void aPresetThatIsNoneIsAnError() throws IOException, InterruptedException {
        assertThat(python("", "-X", "jit=fast", "-c", "pass"))
                .isEqualTo(new Command.Result(2, "", "jthreading: -X jit is 0, 1 or 2, not 'fast'\n"));
    }

    /** A function that loops a hundred rounds a call, and tells of its compilation. */
    private static List<String> callsOfAFunctionThatLoops(int calls) {
        return List.of(
                "--experimental-options", "--engine.TraceCompilation=true", "--engine.BackgroundCompilation=false",
                "--engine.CompileOnly=function_that_loops", "-c",
                "def function_that_loops(n):\n  while n: n -= 1\nfor i in range(" + calls + "): function_that_loops(100)\nprint('done')");
    }

    private static void assertThatItRanWithoutAWord(Command.Result result) {
        assertThat(result.stdout()).startsWith("ran\n");
        assertThat(result.stderr()).isEmpty();
    }

    /** Runs Python on a JVM with a further option, if that is not empty. */
    private static Command.Result python(String option, String... arguments) throws IOException, InterruptedException {
        return shell(option.isEmpty() ? "exec \"$@\"" : "JAVA_TOOL_OPTIONS='" + option + "' exec \"$@\"", arguments);
    }

    private static Command.Result shell(String script, String... arguments) throws IOException, InterruptedException {
        Stream<String> words = Stream.concat(Stream.of("-c", script, "sh", Installation.launcher().toString()), Stream.of(arguments));
        return Command.of(Path.of("/bin/sh"), words.toArray(String[]::new)).run();
    }

    private static void checkCache(Path home) throws IOException, InterruptedException {
        String jar = launcherJar(Installation.distribution()).toString();
        Command.Result result = Command.of(RUNTIME.resolve("bin/java"), "-cp", jar, "dev.jthreading.launcher.StartupCache", "check",
                home.toString(), Path.of("src/launcher/python/training.py").toString()).run();
        assertThat(result).isEqualTo(new Command.Result(0, "", ""));
    }

    /** A copy of what the tests change; all else is linked. */
    private Path copyOfTheDistribution() throws IOException {
        Path source = Installation.distribution().toRealPath();
        Path home = directory.toRealPath().resolve("distribution");
        for (String name : List.of("bin", "lib", "polyglot-config", "runtime", "runtime/lib")) {
            Files.createDirectories(home.resolve(name));
            try (Stream<Path> files = Files.list(source.resolve(name))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path copy = home.resolve(source.relativize(file).toString());
                    if (name.equals("bin") || isLauncher(file)) {
                        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                    } else if (!file.endsWith("runtime/lib")) {
                        Files.createSymbolicLink(copy, file);
                    }
                }
            }
        }
        return home;
    }

    private static Path launcherJar(Path home) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars.filter(StartupIT::isLauncher).findFirst().orElseThrow();
        }
    }

    private static boolean isLauncher(Path file) {
        return file.getFileName().toString().matches("launcher-\\d.*\\.jar");
    }
}
