package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a user types it, next to CPython's. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    /** Tells the modules apart: GraalPy's own lets an unlocked lock be released. */
    private static final String WHICH_MODULE =
            """
            import sys, threading
            try:
                threading.Lock().release()
                print("builtin", sys.argv[1:])
            except RuntimeError:
                print("java", sys.argv[1:])
            """;

    private static final String ITSELF_AND_A_CHILD =
            """
            import subprocess, sys
            print(sys.executable)
            subprocess.run([sys.executable, "-c", sys.argv[1], "child"], check=True)
            """;

    /** Objects are destroyed in the main thread, with its thread-local data at hand, after the exit functions. */
    private static final String OBJECT_AT_EXIT =
            """
            import atexit, threading
            main, local = threading.current_thread(), threading.local()
            local.data = "data"
            class Last:
                def __del__(self):
                    print(threading.current_thread() is main, threading.main_thread() is main,
                          threading.enumerate() == [main], local.data)
            last = Last()
            # GraalPy's library closes them at exit by means of its own: a second time would be told as an error.
            import multiprocessing
            multiprocessing.set_start_method("spawn")
            reader, writer = multiprocessing.Pipe(False)
            atexit.register(print, "exit function")
            """;

    /** Starts threads until there is no room for another stack; one thread has ended and was not joined. */
    private static final String MORE_THREADS_THAN_FIT =
            """
            import threading
            threading.stack_size(4 << 30)
            gate, waiting = threading.Event(), []
            ended = threading.Thread(target=int)
            ended.start()
            while ended in threading.enumerate(): pass
            try:
                while True:
                    thread = threading.Thread(target=gate.wait)
                    thread.start()
                    waiting.append(thread)
            except RuntimeError as error:
                print(error, len(waiting) > 1)
            print(ended.native_id in [thread.native_id for thread in waiting])
            print(thread.ident, thread.is_alive(), threading.active_count() - len(waiting), threading._limbo)
            gate.set()
            for other in waiting: other.join()
            thread.start()
            thread.join()
            """;

    /** Whoever runs the tests may have had SIGINT ignored, which children inherit. */
    private static final String WITH_DEFAULT_SIGINT =
            """
            import os, signal, sys
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(sys.argv[1], sys.argv[1:])
            """;

    private static final String SLEEP = "import time\nprint('ready', flush=True); time.sleep(600)";

    @TempDir
    Path directory;

    static Stream<Arguments> commandLines() {
        return Stream.of(
                commandLine("arguments and exit status", "",
                        "-c", "import sys; print(sys.argv); sys.exit(3)", "a", "b  c", "*", "$HOME", "", "-x"),
                commandLine("module", "{\"a\": [1, 2]}", "-m", "json.tool", "--compact"),
                commandLine("program on standard input", "print(6 * 7)\n", "-"),
                commandLine("nothing but standard input", "print(6 * 7)\n"),
                commandLine("the end of the options before standard input", "import sys; print(sys.argv); sys.exit(3)\n", "-u", "--"),
                commandLine("the end of the options before a dash", "import sys; print(sys.argv); sys.exit(3)\n", "--", "-", "--", "-c"),
                commandLine("uncaught exception", "", "-c", "def f():\n  raise ValueError('x')\nf()"),
                commandLine("warnings as errors", "", "-W", "error", "-c", "import warnings; warnings.warn('careful')"),
                commandLine("options that take a value", "",
                        "-X", "utf8", "-W", "ignore", "-u", "-c", "import sys; print(sys.warnoptions)"),
                commandLine("a __del__ that starts a thread at exit", "", "-c", """
                        import threading
                        class Last:
                            def __del__(self, threading=threading):
                                try:
                                    threading.Thread(target=int).start()
                                except RuntimeError as error:
                                    print(error)
                        last = Last()
                        """),
                commandLine("exit in a thread", "",
                        "-c", "import threading, sys; threading.Thread(target=sys.exit, args=(5,)).start()"),
                commandLine("objects of the main program at exit", "", "-c", OBJECT_AT_EXIT),
                commandLine("objects of the main program after an interrupt", "",
                        "-c", OBJECT_AT_EXIT + "raise KeyboardInterrupt"),
                commandLine("objects of two names at exit", "", "-c", """
                        class Last:
                            def __del__(self):
                                print("once")
                        last = again = Last()
                        """),
                commandLine("threads that are daemons, and are none, by their class", "", "-c", """
                        import threading
                        class Daemon(threading.Thread):
                            daemon = True
                        class Joined(threading.Thread):
                            daemon = property(lambda self: False)
                        Daemon(target=threading.Event().wait).start()
                        def last():
                            ended.wait()
                            print("joined")
                        ended = threading.Event()
                        starter = threading.Thread(target=lambda: Joined(target=last).start(), daemon=True)
                        starter.start()
                        starter.join()
                        threading._register_atexit(ended.set)
                        """),
                commandLine("keyboard interrupt in a console of the program's", "raise KeyboardInterrupt\nprint('went on')\n",
                        "-c", "import code, sys; code.interact('', exitmsg=''); sys.exit(3)"),
                commandLine("keyboard interrupt", "", "-c", "print('here'); raise KeyboardInterrupt"),
                commandLine("keyboard interrupt that is caught", "",
                        "-c", "try: raise KeyboardInterrupt\nexcept KeyboardInterrupt: print('caught')"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commandLines")
    void doesWhatCPythonDoes(String title, String input, List<String> arguments)
            throws IOException, InterruptedException {
        Command.Result expected = run(Installation.cpython(), input, arguments);
        assertThat(run(Installation.launcher(), input, arguments)).as(title).isEqualTo(expected);
    }

    @Test
    void inspectsInteractivelyAfterTheProgram() throws IOException, InterruptedException {
        List<String> arguments = List.of("-i", "-c", "x = 20");
        Command.Result result = run(Installation.launcher(), "print(x + 1)\n", arguments);
        assertThat(result.stdout()).isEqualTo("21\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void exitsWithAMessage() throws IOException, InterruptedException {
        // GraalPy leaves out the line break that CPython writes after the message.
        Command.Result result = run(Installation.launcher(), "", List.of("-c", "import sys; sys.exit('so long')"));
        assertThat(result.stderr()).startsWith("so long");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void aMissingScriptIsAnError() throws IOException, InterruptedException {
        Command.Result result = run(Installation.launcher(), "", List.of("no-such-script.py"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.stderr())
                .contains("can't open file 'no-such-script.py': [Errno 2] No such file or directory");
    }

    @Test
    void controlCEndsTheProgramWithATraceback() throws IOException, InterruptedException {
        Command.Result expected = interruptWhileSleeping(Installation.cpython());
        assertThat(expected.status()).isEqualTo(130);
        assertThat(interruptWhileSleeping(Installation.launcher())).isEqualTo(expected);
    }

    @Test
    void theFirstFlagSelectsTheBuiltinModule() throws IOException, InterruptedException {
        List<String> arguments = List.of("--builtin-threading", "-c", WHICH_MODULE, "--builtin-threading");
        assertThat(run(Installation.launcher(), "", arguments))
                .isEqualTo(new Command.Result(0, "builtin ['--builtin-threading']\n", ""));
    }

    @Test
    void childrenRunTheSameThroughALinkFromADirectoryWithASpace() throws IOException, InterruptedException {
        Path home = copyOfTheDistribution(directory.toRealPath().resolve("has a space"));
        Path link = Files.createSymbolicLink(directory.resolve("python with threads"), home.resolve("bin/jthreading"));
        Path script = Files.writeString(directory.resolve("its own script.py"), ITSELF_AND_A_CHILD);
        Command.Result result = run(link, "", List.of(script.toString(), WHICH_MODULE));
        Files.delete(home.resolve("lib"));
        assertThat(result)
                .isEqualTo(new Command.Result(0, link + "\njava ['child']\n", ""));
    }

    @Test
    void aCompilerThatDoesNotFitIsLeftOut() throws IOException, InterruptedException {
        Path home = copyOfTheDistribution(directory);
        Files.delete(home.resolve("lib"));
        Path compiler = Files.createDirectories(home.resolve("lib/compiler"));
        Files.createFile(compiler.resolve("compiler-1.0.jar"));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Installation.distribution().resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                Files.createSymbolicLink(home.resolve("lib").resolve(jar.getFileName()), jar.toRealPath());
            }
        }
        for (String preset : List.of("-Xjit=0", "-Xjit=1", "-Xjit=2")) {
            List<String> words = List.of(preset, "-c", "import sys; print(sys.version)\n" + WHICH_MODULE);
            Command.Result result = run(home.resolve("bin/jthreading"), "", words);
            assertThat(result.stderr()).isEmpty();
            assertThat(result.stdout()).contains("Interpreted").endsWith("java []\n");
        }
    }

    /** To make events known to the flight recorder takes longer than all else that the first thread does. */
    @Test
    void threadsLeaveTheFlightRecorderAloneWithoutARecording() throws IOException, InterruptedException {
        Path classes = directory.resolve("classes.log");
        String logged = "JAVA_TOOL_OPTIONS=-Xlog:class+init=info:file=" + classes + " exec \"$0\" -c \"$1\"";
        Command.Result result = run(Path.of("/bin/sh"), "", List.of("-c", logged, Installation.launcher().toString(),
                "import threading; t = threading.Thread(target=print, args=('ran', )); t.start(); t.join(); threading.Event().wait(0.01)"));
        assertThat(result.stdout()).isEqualTo("ran\n");
        assertThat(Files.readAllLines(classes)).filteredOn(line -> line.contains("Initializing 'dev/jthreading/thread/FlightEvents"))
                .singleElement().asString().contains("FlightEvents'");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aThreadThatDoesNotFitIsStartedOnAnIdleWorkerOrLater() throws IOException, InterruptedException {
        String inSmallAddressSpace = "ulimit -v 41943040; JAVA_TOOL_OPTIONS=-Xmx2g exec \"$0\" -c \"$1\"";
        Command.Result result = run(Path.of("/bin/sh"), "",
                List.of("-c", inSmallAddressSpace, Installation.launcher().toString(), MORE_THREADS_THAN_FIT));
        assertThat(result.stdout()).isEqualTo("can't start new thread True\nTrue\nNone False 1 {}\n");
        assertThat(result.status()).isZero();
    }

    /** The first argument is the letter é. CPython takes it for UTF-8 in this locale too. */
    @ParameterizedTest
    @ValueSource(strings = {
        "unset LC_ALL LC_CTYPE LANG", "unset LC_ALL; export LC_CTYPE=C", "export LC_ALL=POSIX", "export LC_ALL=xx_XX.UTF-8",
        "unset LC_ALL LC_CTYPE; export LANG=xx_XX.UTF-8"
    })
    void argumentsAreTextInTheCLocale(String locale) throws IOException, InterruptedException {
        String inLocale = locale + "; exec \"$0\" -c \"import sys; print(ascii(sys.argv[1]))\" \"$(printf '\\303\\251')\"";
        Command.Result result = run(Path.of("/bin/sh"), "", List.of("-c", inLocale, Installation.launcher().toString()));
        assertThat(result.stdout()).isEqualTo("'\\xe9'\n");
    }

    /** The launcher is a script of the shell: a variable that it sets and the caller has exported would come to the program. */
    @Test
    void theProgramHasTheEnvironmentOfItsCaller() throws IOException, InterruptedException {
        // The shell sets one for each program, and GraalPy the other.
        String print = "import os; [os.environ.pop(name, None) for name in ('_', 'UNSAFE_PYO3_SKIP_VERSION_CHECK')]\n"
                + "print(*sorted(f'{name}={value}' for name, value in os.environ.items()), sep='\\n')";
        String names = "arguments before cache classes compiler home input inherited jar jdk jit kind letters link module name "
                + "option own place program runtime separator version vm word";
        String script = "for i in $1; do export $i=mine; done; export LC_ALL=C.UTF-8; unset JTHREADING_OPTIONS; exec \"$0\" -c \"$2\"";
        Path shell = Path.of("/bin/sh");
        Command.Result expected = run(shell, "", List.of("-c", script, Installation.cpython().toString(), names, print));
        assertThat(expected.stdout()).contains("\nhome=mine\n", "\nword=mine\n");
        assertThat(run(shell, "", List.of("-c", script, Installation.launcher().toString(), names, print))).isEqualTo(expected);
    }

    @Test
    void aDirectoryIsFoundThroughALink() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(directory.resolve("tools"), Installation.launcher().toRealPath().getParent());
        assertThat(run(link.resolve("jthreading"), "", List.of("-c", WHICH_MODULE))).isEqualTo(new Command.Result(0, "java []\n", ""));
    }

    @Test
    void aCopyInAnEnvironmentRunsWhatItIsACopyOf() throws IOException, InterruptedException {
        Path environment = directory.resolve("environment");
        run(Installation.launcher(), "", List.of("-m", "venv", "--without-pip", environment.toString()));
        // What venv makes where there are no links.
        Path copy = environment.resolve("bin/python");
        Files.delete(copy);
        Files.copy(Installation.launcher(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        Command.Result result = run(copy, "", List.of("-c", "import sys; print(sys.prefix)\n" + WHICH_MODULE));
        assertThat(result).isEqualTo(new Command.Result(0, environment.toRealPath() + "\njava []\n", ""));
    }

    /** Such is a service's account, or a container that is read only. */
    @Test
    void noHomeIsNeeded() throws IOException, InterruptedException {
        Path resources = Installation.distribution().resolve("resources");
        assertThat(resources).as("made with the cache of classes").isDirectory();
        try (Stream<Path> members = Files.walk(resources)) {
            assertThat(members.filter(Files::isDirectory)).as("directories for each user")
                    .allMatch(member -> permissions(member).equals(permissions(resources)));
        }
        Command.Result result = Command.of(Installation.launcher(), "-c", "import sys; print(sys.base_prefix)\n" + WHICH_MODULE)
                .environment("HOME", "/dev/null/home").environment("XDG_CACHE_HOME", "/dev/null/cache").run();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).startsWith(resources.toRealPath().toString()).endsWith("java []\n");
    }

    @Test
    void optionsOfTheVirtualMachineOverrideThoseOfTheLauncher() throws IOException, InterruptedException {
        String deep = "import os, sys\nsys.setrecursionlimit(10**5)\ndef f(n): return n and 1 + f(n - 1)\n"
                + "print(f(9_000), os.environ['JTHREADING_OPTIONS'])";
        assertThat(run(Installation.launcher(), "", List.of("--vm.Xss640m", "-c", deep)))
                .isEqualTo(new Command.Result(0, "9000 --vm.Xss640m\n", ""));
        Command.Result refused = Command.of(Installation.launcher(), "-c", "print(1)")
                .environment("JTHREADING_OPTIONS", "--vm.XX:NoSuchOption").run();
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.stdout() + refused.stderr()).contains("Unrecognized VM option 'NoSuchOption'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-W", "-X", "--check-hash-based-pycs"})
    void anOptionWithoutItsValueIsAnError(String option) throws IOException, InterruptedException {
        assertThat(run(Installation.cpython(), "print(1)", List.of(option)).status()).isEqualTo(2);
        assertThat(run(Installation.launcher(), "print(1)", List.of(option)))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2)).satisfies(result -> assertThat(result.stdout()).isEmpty());
    }

    @Test
    void dashesEndTheOptions() throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("a script.py"), "import sys; print(sys.argv); sys.exit(3)");
        List<String> arguments = List.of("-W", "error", "--", script.toString(), "a  b", "--", "-c", "--");
        Command.Result expected = run(Installation.cpython(), "", arguments);
        assertThat(expected.status()).isEqualTo(3);
        assertThat(run(Installation.launcher(), "", arguments)).isEqualTo(expected);
    }

    @Test
    void theShellsPathOfDirectoriesChangesNothing() throws IOException, InterruptedException {
        Command.Result result = run(Path.of("/bin/sh"), "",
                List.of("-c", "cd \"$0\" && CDPATH=. && export CDPATH && bin/jthreading -c 'print(1)'",
                        Installation.distribution().toString()));
        assertThat(result.stdout()).isEqualTo("1\n");
    }

    @Test
    void optionsOfTheEnvironmentMayBeTwoWords() throws IOException, InterruptedException {
        Command.Result result = Command.of(Installation.launcher(), "-c", "print(1)").environment("JTHREADING_OPTIONS", "-X jit=9").run();
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.stderr()).isEqualTo("jthreading: -X jit is 0, 1 or 2, not '9'\n");
    }

    /** GraalPy puts the default handlers back before it waits for threads. */
    @Test
    void signalsAtTheEndAreHandledAsInCPython() throws IOException, InterruptedException {
        String program = """
                import atexit, os, signal, threading
                stop, closes = threading.Event(), threading.Event()
                signal.signal(signal.SIGTERM, lambda *_: (print('stopping', flush=True), stop.set()))
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                threading._register_atexit(closes.set)
                def serve():
                    closes.wait()
                    os.kill(os.getpid(), signal.SIGINT)
                    os.kill(os.getpid(), signal.SIGTERM)
                    stop.wait()
                    print('served', flush=True)
                threading.Thread(target=serve).start()
                def last():
                    stop.clear()
                    os.kill(os.getpid(), signal.SIGTERM)
                    stop.wait()
                    print('ended', flush=True)
                atexit.register(last)
                """;
        Command.Result expected = run(Installation.cpython(), "", List.of("-c", program));
        assertThat(expected.stdout()).isEqualTo("stopping\nserved\nstopping\nended\n");
        assertThat(run(Installation.launcher(), "", List.of("-c", program))).isEqualTo(expected);
    }

    /** To ask for a signal's handler once had GraalPy take Java's for the default. */
    @Test
    void aBrokenPipeMayEndAProgramInSilence() throws IOException, InterruptedException {
        String program = "import signal; signal.signal(signal.SIGPIPE, signal.SIG_DFL)\nfor i in range(10**6): print(i)";
        assertThat(run(Path.of("/bin/sh"), "", List.of("-c", "\"$0\" -c \"$1\" | head -1", Installation.launcher().toString(), program)))
                .isEqualTo(new Command.Result(0, "0\n", ""));
    }

    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arguments commandLine(String title, String input, String... arguments) {
        return Arguments.of(title, input, List.of(arguments));
    }

    private static Command.Result run(Path program, String input, List<String> arguments)
            throws IOException, InterruptedException {
        return Command.of(program, arguments.toArray(String[]::new)).input(input).run();
    }

    private static Command.Result interruptWhileSleeping(Path program) throws IOException, InterruptedException {
        Command.Running running =
                Command.of(Installation.cpython(), "-c", WITH_DEFAULT_SIGINT, program.toString(), "-c", SLEEP)
                        .start();
        await().until(() -> running.stdout().equals("ready\n"));
        new ProcessBuilder("kill", "-INT", Long.toString(running.process().pid())).inheritIO().start().waitFor();
        return running.end();
    }

    /** A copy of all that names its own place; the jars are linked. */
    private static Path copyOfTheDistribution(Path home) throws IOException {
        Path launcher = home.resolve("bin/jthreading");
        Files.createDirectories(launcher.getParent());
        Files.copy(Installation.launcher(), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        for (String name : List.of("lib", "polyglot-config")) {
            Files.createSymbolicLink(home.resolve(name), Installation.distribution().resolve(name).toRealPath());
        }
        return home;
    }
}
