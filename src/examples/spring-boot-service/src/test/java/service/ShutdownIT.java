package service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service as its user starts it, told to end while a request is far from its end. Windows has no SIGTERM. */
@DisabledOnOs(OS.WINDOWS)
class ShutdownIT {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final int TERMINATED = 128 + 15;

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir
    private Path directory;
    private Path log;
    private Process service;

    @BeforeEach
    void start() throws IOException {
        log = directory.resolve("log");
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("service.java"));
        command.addAll(List.of(System.getProperty("service.jvm.args").strip().split("\\s+")));
        command.addAll(List.of("-jar", System.getProperty("service.jar"), "--server.port=0", "--python.contexts=1",
                "--spring.lifecycle.timeout-per-shutdown-phase=1s"));
        service = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    @AfterEach
    void kill() throws InterruptedException {
        service.destroyForcibly().waitFor();
    }

    @Test
    void endsByItselfWhileARequestAndADaemonThreadWait() throws Exception {
        await().atMost(Duration.ofMinutes(3)).until(() -> PORT.matcher(output()).find() || !service.isAlive());
        CompletableFuture<HttpResponse<String>> answer = get("/quote?item=1&seconds=3600");
        await().atMost(Duration.ofMinutes(1)).until(() -> get("/threads").join().body().contains("\"started\":6"));

        service.destroy();
        assertThat(service.waitFor(2, TimeUnit.MINUTES)).as(this::output).isTrue();

        assertThat(service.exitValue()).isEqualTo(TERMINATED);
        assertThat(output()).contains("A request is cancelled").doesNotContain("Exception", "\tat ");
        await().atMost(Duration.ofMinutes(1)).until(answer::isDone);
        System.out.println("Told to end, the service ended within a request of an hour, without a line about it that is not its own");
    }

    private CompletableFuture<HttpResponse<String>> get(String path) {
        Matcher port = PORT.matcher(output());
        assertThat(port.find()).as(this::output).isTrue();
        return client.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + port.group(1) + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
