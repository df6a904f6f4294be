package dev.jthreading.conformance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs tests in a Python executable, which is killed and started again when a test hangs or breaks it. */
final class ProcessRuntime extends SessionRuntime<ProcessRuntime.Server> {

    /** Importing a suite is quick; this only bounds the damage of an interpreter that does not start. */
    private static final Duration LOAD_LIMIT = Duration.ofMinutes(2);

    private final Function<String, Path> executable;
    private final Path errors;

    /**
     * Prepares a runtime; processes are started when they are needed.
     *
     * @param executable what to start for the suites of a version
     * @param errors a file for what the processes write to standard error
     */
    ProcessRuntime(Function<String, Path> executable, Path errors) {
        this.executable = executable;
        this.errors = errors;
    }

    @Override
    public TestReport run(Suite suite, String id, Duration limit) {
        Optional<Optional<String>> answer = session(suite).ask("run " + id, limit);
        if (answer.isPresent() && answer.get().isPresent()) {
            return TestReport.fromJson(answer.get().get());
        }
        close();
        return answer.isPresent()
                ? TestReport.withoutAnswer(id, Outcome.CRASH, "the interpreter ended, see " + errors)
                : TestReport.withoutAnswer(id, Outcome.HANG, "no progress for " + limit.toSeconds() + " s");
    }

    @Override
    public TestReport runIsolated(Suite suite, String id, Duration limit) {
        return run(suite, id, limit);
    }

    @Override
    Server open(String version) {
        return new Server(executable.apply(version), errors);
    }

    /** One process that answers requests, each with one line. */
    static final class Server extends Session {

        private final Process process;
        private final BufferedWriter requests;
        private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

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

        @Override
        String loadTests(String module) {
            return ask("load " + module, LOAD_LIMIT).flatMap(answer -> answer)
                    .orElseThrow(() -> new IllegalStateException("Cannot load " + module));
        }

        /** The answer; empty if there is none in time, an empty answer if the process ended instead. */
        Optional<Optional<String>> ask(String request, Duration limit) {
            ChildActivity children = new ChildActivity(process.toHandle());
            try {
                requests.write(request);
                requests.newLine();
                requests.flush();
            } catch (IOException e) {
                return Optional.of(Optional.empty());
            }
            return ProgressTimeout.await(this::answer, children, limit);
        }

        private Optional<Optional<String>> answer(Duration pause) {
            try {
                return Optional.ofNullable(answers.poll(pause.toMillis(), TimeUnit.MILLISECONDS));
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
        void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
