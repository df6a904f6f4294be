package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of src/examples/consumer as a module: on the module path, and in an image made by jlink. */
class ModulePathIT {

    private static final Path PROGRAM = Path.of("src/examples/consumer/src/main/java/consumer/Main.java");
    private static final String MODULE = "module consumer { requires dev.jthreading; }";
    private static final List<String> JVM_ARGUMENTS = List.of("--enable-native-access=org.graalvm.truffle,dev.jthreading",
            "--sun-misc-unsafe-memory-access=allow", "-Dpolyglot.engine.WarnInterpreterOnly=false");

    @TempDir
    static Path directory;

    private static String modulePath = "";

    @BeforeAll
    static void compile() throws IOException {
        Path classes = directory.resolve("classes");
        modulePath = libraries() + File.pathSeparator + classes;
        Path module = Files.writeString(directory.resolve("module-info.java"), MODULE);
        run("javac", "-Xlint:all", "-Werror", "--module-path", libraries(), "-d", classes.toString(), module.toString(),
                PROGRAM.toString());
    }

    @Test
    void itRunsOnTheModulePath() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertPrintsWhatTheExampleDoes(java, "--module-path", modulePath, "--module", "consumer/consumer.Main");
    }

    /** GraalPy has no classes that the program or this library names: an image must be told of it. */
    @Test
    void itRunsInAnImage() throws IOException, InterruptedException {
        Path image = directory.resolve("image");
        // Bouncy Castle's jars are signed.
        run("jlink", "--module-path", modulePath, "--add-modules",
                "consumer,org.graalvm.py,org.graalvm.py.resources,org.graalvm.truffle.runtime",
                "--ignore-signing-information", "--output", image.toString());
        assertPrintsWhatTheExampleDoes(image.resolve("bin/java"), "--module", "consumer/consumer.Main");
    }

    @Test
    void theApiIsAllThatTheModuleExports() {
        String description = run("jar", "--describe-module", "--file", library().toString());
        assertThat(description.lines().filter(line -> line.startsWith("exports"))).containsExactly("exports dev.jthreading");
        assertThat(run("jar", "--list", "--file", library().toString())).doesNotContain("launcher").contains("META-INF/LICENSE");
    }

    private static void assertPrintsWhatTheExampleDoes(Path java, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(java.toString()));
        words.addAll(JVM_ARGUMENTS);
        words.addAll(List.of(arguments));
        Command.Result result = new Command(words).run();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).isEqualTo(Files.readString(Installation.pythonTests().resolve("examples/consumer.out")));
        assertThat(result.status()).isZero();
    }

    /** What a tool of the JDK prints. */
    private static String run(String tool, String... arguments) {
        var output = new StringWriter();
        var writer = new PrintWriter(output);
        int status = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        assertThat(status).as(output.toString()).isZero();
        return output.toString();
    }

    private static Path library() {
        return libraryFiles().filter(file -> file.getFileName().toString().startsWith("jthreading-")).findAny().orElseThrow();
    }

    private static String libraries() {
        return libraryFiles().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** What Maven would put on an application's module path: all of the distribution but what its launcher is made of. */
    private static Stream<Path> libraryFiles() {
        File[] files = Installation.distribution().resolve("lib").toFile().listFiles((folder, name) -> name.endsWith(".jar"));
        assertThat(files).isNotNull();
        return Stream.of(files).map(File::toPath).filter(file -> !file.getFileName().toString().matches("launcher-\\d.*"));
    }
}
