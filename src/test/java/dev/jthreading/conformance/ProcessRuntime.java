package dev.jthreading.conformance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs tests in a Python executable, which is killed and started again when a test hangs or breaks it. */
final class ProcessRuntime implements PythonRuntime {

    /** Importing a suite is quick; this only bounds the damage of an interpreter that does not start. */
    private static final Duration LOAD_LIMIT = Duration.ofMinutes(2);

    private final Path executable;
    private final Path errors;
    private @Nullable Server server;

    ProcessRuntime(Path executable, Path errors) {
        this.executable = executable;
        this.errors = errors;
    }

    @Override
    public List<String> tests(Suite suite) {
        return server().load(suite);
    }

    @Override
    public TestReport run(Suite suite, String id, Duration limit) {
        Server current = server();
        current.load(suite);
        Optional<String> answer = current.ask("run " + id, limit);
        if (answer.isPresent()) {
            return TestReport.fromJson(answer.get());
        }
        boolean ended = current.ends(Duration.ofSeconds(1));
        close();
        return ended
                ? TestReport.withoutAnswer(id, Outcome.ERROR, "the interpreter ended, see " + errors)
                : TestReport.withoutAnswer(id, Outcome.HANG, "no result after " + limit.toSeconds() + " s");
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private Server server() {
        if (server == null) {
            server = new Server(executable, errors);
        }
        return server;
    }

    /** One process that answers requests, each with one line. */
    private static final class Server implements AutoCloseable {

        private final Process process;
        private final BufferedWriter requests;
        private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
        private final Map<Suite, List<String>> loaded = new HashMap<>();

        Server(Path executable, Path errors) {
            try {
                Path directory = Files.createDirectories(errors.resolveSibling("work"));
                process = new ProcessBuilder(executable.toString(), SuiteDriver.FILE.toString(), "--serve")
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            requests = process.outputWriter();
            Thread.ofPlatform().daemon().name("answers of " + executable.getFileName()).start(this::readAnswers);
        }

        List<String> load(Suite suite) {
            return loaded.computeIfAbsent(suite, key -> ask("load " + key.module(), LOAD_LIMIT).map(SuiteDriver::testIds)
                    .orElseThrow(() -> new IllegalStateException("Cannot load " + key.module())));
        }

        boolean ends(Duration limit) {
            try {
                return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        Optional<String> ask(String request, Duration limit) {
            try {
                requests.write(request);
                requests.newLine();
                requests.flush();
                Optional<String> answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
                return answer == null ? Optional.empty() : answer;
            } catch (IOException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private void readAnswers() {
            try (BufferedReader reader = process.inputReader()) {
                reader.lines().map(Optional::of).forEach(answers::add);
            } catch (IOException | UncheckedIOException e) {
                // The process was killed: the empty answer below says so.
            }
            answers.add(Optional.empty());
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
