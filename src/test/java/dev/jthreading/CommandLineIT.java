package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user of {@code python} expects of a shell's command line, where GraalPy's launcher does something else. */
@DisabledOnOs(OS.WINDOWS)
class CommandLineIT {

    /** Where a program is told that it comes from, and that nothing is above it. */
    private static final String PLACE =
            """
            import sys, traceback
            print(sys.argv, sys.orig_argv[1:], __name__, __file__, repr(sys.path[0]), __spec__, __loader__.__class__.__name__)
            traceback.print_stack(file=sys.stdout)
            print(sys._getframe().f_back)
            def fail():
                raise ValueError("in a function")
            """;

    /** Ends with the status that each of its children and its own module tell. */
    private static final String FAMILY =
            """
            import multiprocessing, os, subprocess, sys, threading

            def module():
                try:
                    threading.Lock().release()
                    return "builtin"
                except RuntimeError:
                    return "java"

            def tell(queue):
                queue.put((module(), os.environ.get("JTHREADING_OPTIONS")))

            if __name__ == "__main__":
                print(module(), os.environ.get("JTHREADING_OPTIONS"), sys.orig_argv[1:], flush=True)
                if sys.argv[1:] == ["parent"]:
                    subprocess.run([sys.executable, __file__, "child"], check=True)
                    subprocess.run([sys.executable, "--jthreading", __file__, "child"], check=True)
                    spawn = multiprocessing.get_context("spawn")
                    queue = spawn.SimpleQueue()
                    process = spawn.Process(target=tell, args=(queue,))
                    process.start()
                    print(*queue.get())
                    process.join()
            """;

    @TempDir
    Path directory;

    static Stream<Arguments> programsOnStandardInput() {
        return Stream.of(
                Arguments.of("status and arguments", PLACE + "sys.exit(3)\n", "exec \"$0\" -W ignore - a 'b  c' -x ''"),
                Arguments.of("exception", PLACE + "fail()\n", "cat | \"$0\""),
                Arguments.of("keyboard interrupt", PLACE + "raise KeyboardInterrupt\n", "exec \"$0\" -"),
                Arguments.of("error of syntax", "if True:\n  print(1\n", "cat | \"$0\" -"),
                Arguments.of("input() finds the end", "print(repr(sys.stdin.read()) if 'sys' in globals() else input())\n", "exec \"$0\""),
                Arguments.of("named pipe", PLACE + "fail()\n",
                        "mkfifo \"$1/pipe\"; cat > \"$1/pipe\" & \"$0\" \"$1/pipe\" a b; status=$?; rm \"$1/pipe\"; exit $status"),
                Arguments.of("no standard streams", "", "\"$0\" <&- && \"$0\" -c 'print(1)' >&-"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programsOnStandardInput")
    void runsProgramsOnStandardInputAsCPythonDoes(String title, String input, String script) throws IOException, InterruptedException {
        Command.Result expected = shell(input, script, Installation.cpython(), directory.toString());
        assertThat(shell(input, script, Installation.launcher(), directory.toString())).as(title).isEqualTo(expected);
    }

    @Test
    void controlCInterruptsCodeAtThePrompt() throws IOException, InterruptedException {
        Command.Result result = Command.of(Installation.cpython(), Installation.pythonTests().resolve("terminal.py").toString(),
                Installation.launcher().toString(), "-", "a", "b c").run();
        assertThat(result.status()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout()).startsWith("jthreading " + version() + ", threading in Java\nPython 3.12")
                .contains("arguments ['a', 'b c']", "^Chandled\nslept\n", "this is " + version() + "\n").endsWith("status 7\n");
    }

    @Test
    void childProcessesHaveTheSameModuleAndOptions() throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("family.py"), FAMILY);
        Command.Result result = Command.of(Installation.launcher(), "--builtin-threading", "-u", "--jthreading.IdleWorkers=3",
                script.toString(), "parent").run();
        String options = "--builtin-threading --jthreading.IdleWorkers=3";
        assertThat(result).isEqualTo(new Command.Result(0, String.join("\n",
                "builtin " + options + " ['-u', '--jthreading.IdleWorkers=3', '" + script + "', 'parent']",
                "builtin " + options + " ['" + script + "', 'child']",
                "java --jthreading.IdleWorkers=3 ['" + script + "', 'child']",
                "builtin " + options, ""), ""));
    }

    @Test
    void anEnvironmentOfVenvIsOneOfItsOwn() throws IOException, InterruptedException {
        String script = """
                "$0" -m venv --without-pip "$1/environment" && exec "$1/environment/bin/python" -c "$2"
                """;
        String program = """
                import os, sys, sysconfig
                home = os.path.dirname(os.path.dirname(sys.executable))
                print(sys.prefix == home, sys.prefix == sys.base_prefix, sysconfig.get_path("purelib") in sys.path,
                      os.path.basename(sys.executable))
                """;
        Command.Result result = shell("", script, Installation.launcher(), directory.toRealPath().toString(), program);
        assertThat(result.stdout()).isEqualTo("True False True python\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void versionAndHelpNameTheModule() throws IOException, InterruptedException {
        Command.Result result = shell("", "\"$0\" -V && \"$0\" --help", Installation.launcher());
        assertThat(result.status()).isZero();
        assertThat(result.stdout().lines().toList())
                .startsWith("GraalPy 3.12.8 (GraalVM CE JVM Development Build)", "jthreading " + version())
                .contains("usage: python [option] ... (-c cmd | file) [arg] ...", "Options of jthreading:",
                        "Environment variables of jthreading:");
        assertThat(result.stdout())
                .contains("--builtin-threading", "--jthreading.IdleWorkers", "--jthreading.VirtualThreads", "--jthreading.ShutdownTimeout");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void tellsOfItselfAsCPythonDoes() throws IOException, InterruptedException {
        Command.Result result = Command.of(Installation.launcher(), Installation.pythonTests().resolve("tells_of_itself.py").toString())
                .run();
        assertThat(result.stdout()).isEqualTo("version " + version() + "\n");
        assertThat(result.stderr()).contains("  File \"<jthreading>/threading.py\", line ").doesNotContain("jar:", ".jar");
        assertThat(result.status()).isEqualTo(1);
    }

    private static String version() throws IOException {
        try (Stream<Path> jars = Files.list(Installation.distribution().resolve("lib"))) {
            String name = jars.map(jar -> jar.getFileName().toString()).filter(jar -> jar.startsWith("jthreading-")).findFirst()
                    .orElseThrow();
            return name.substring("jthreading-".length(), name.length() - ".jar".length());
        }
    }

    /** Runs a script of sh's; $0 is the interpreter. */
    private static Command.Result shell(String input, String script, Path interpreter, String... arguments)
            throws IOException, InterruptedException {
        Stream<String> words = Stream.concat(Stream.of("-c", script, interpreter.toString()), Stream.of(arguments));
        return Command.of(Path.of("/bin/sh"), words.toArray(String[]::new)).input(input).run();
    }
}
