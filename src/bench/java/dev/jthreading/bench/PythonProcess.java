package dev.jthreading.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that prints lines, and is killed with its children when it is closed. */
final class PythonProcess implements AutoCloseable {

    private static final int END_SECONDS = 10;

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /** Starts it in {@code directory}; what it writes to standard error goes to the end of {@code errors}. */
    PythonProcess(List<String> command, Map<String, String> environment, Path directory, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        Thread.ofPlatform().daemon().name("lines of " + process.pid()).start(this::read);
    }

    private static File nothing() {
        return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().map(Optional::of).forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The process was killed: the end below says so.
        }
        lines.add(Optional.empty());
    }

    /** The next line; empty if the process ended instead. */
    Optional<String> line(Duration timeLimit) throws TimeoutException, InterruptedException {
        Optional<String> line = lines.poll(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new TimeoutException();
        }
        return line;
    }

    /** Waits for its end; returns its exit status. */
    int end(Duration timeLimit) throws TimeoutException, InterruptedException {
        if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException();
        }
        return process.exitValue();
    }

    /** The next process must not be measured beside the end of this one. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
    }
}
