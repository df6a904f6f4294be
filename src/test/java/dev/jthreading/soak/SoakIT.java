package dev.jthreading.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.Command;
import dev.jthreading.Installation;
import dev.jthreading.Maven;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example's web service under load, with a Python thread killed every second, beside contexts that open and close, and threads
 * that start and end. All is in one process, which runs for {@code -Dsoak.minutes} with {@code -Psoak}, and not
 * without: it takes no more of the machine in the last third of the time than in the second. Samples and a chart are in target/soak.
 */
@EnabledIfSystemProperty(named = "jthreading.soak", matches = "true")
class SoakIT {

    private static final int SECONDS = 60 * Integer.getInteger("jthreading.soak.minutes", 60);
    private static final int INTERVAL = 5;
    /** For the start, and for the end, of a process on a machine that has other things to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(SECONDS).plusMinutes(10);
    private static final Path EXAMPLE = Path.of("src/examples/spring-boot-service");
    private static final Path RESULTS = Installation.build().resolve("soak");
    /** What is added to the service's own handlers. SystemExit ends a thread without a word, and Java asks for it by name. */
    private static final String VICTIMS = """


            SystemExit = SystemExit


            def _compute():
                while True:
                    pass


            def start_victim(number):
                waits = (threading.Event().wait, threading.Semaphore(0).acquire, queue.Queue().get, _compute)
                thread = threading.Thread(target=waits[number % len(waits)], name="victim", daemon=True)
                thread.start()
                return thread.ident
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @BeforeAll
    static void buildTheService() throws IOException, InterruptedException {
        Path build = folder.resolve("build");
        Command.Result result = Maven.command(List.of("mvn", "-q", "-f", EXAMPLE.toString(), "-DskipTests", "package")).run();
        assertThat(result.status()).as(result.stdout()).isZero();
        Path jar = EXAMPLE.resolve("target/spring-boot-service-1.jar").toAbsolutePath();
        List<String> extract = List.of("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", build.toString());
        result = Command.of(Path.of(Installation.java()), extract.toArray(String[]::new)).run();
        assertThat(result.status()).as(result.stdout() + result.stderr()).isZero();
        String handlers = Files.readString(EXAMPLE.resolve("src/main/resources/handlers.py"));
        Files.writeString(Files.createDirectories(folder.resolve("handlers")).resolve("handlers.py"), handlers + VICTIMS);
        Files.createDirectories(RESULTS);
    }

    @Test
    void takesNoMoreOfTheMachineAsTimeGoesBy() throws IOException, InterruptedException {
        Path file = RESULTS.resolve("soak.csv");
        Command.Result result = new Command(command(file)).patience(PATIENCE).run();
        assertThat(result.status()).as(result.stdout() + result.stderr()).isZero();

        List<Sample> samples = Files.readAllLines(file).stream().skip(1).map(Sample::parse).toList();
        assertThat(samples.getLast().operations()).as("how much each load has done").doesNotContain(0L);
        SoakChart.write(samples, RESULTS.resolve("soak.png"));
        Files.writeString(RESULTS.resolve("soak.md"), Flatness.table(samples));
        assertThat(Flatness.growth(samples)).as("what has grown").isEmpty();
    }

    private static List<String> command(Path file) {
        Path example = EXAMPLE.toAbsolutePath();
        String build = folder.resolve("build").toString();
        List<String> words = new ArrayList<>(List.of(Installation.java(), "--upgrade-module-path=" + example.resolve("target/compiler"),
                "-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Djdk.virtualThreadScheduler.parallelism=256", "-Xmx2g", "-cp"));
        words.add(String.join(File.pathSeparator, folder.resolve("handlers").toString(), build + "/spring-boot-service-1.jar",
                build + "/lib/*", testClasses()));
        Stream.of(SoakMain.class.getName(), SECONDS, INTERVAL, file).map(String::valueOf).forEach(words::add);
        return words;
    }

    private static String testClasses() {
        return Installation.build().resolve("test-classes").toString();
    }
}
