package dev.jthreading;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a command line program. Output goes to files, so that a program that writes a lot to either stream never
 * waits for a reader.
 */
public final class Command {

    /** Far more than any of these programs needs: only a hang reaches it. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ProcessBuilder builder;
    private String input = "";
    private Duration patience = PATIENCE;

    public Command(List<String> words) {
        builder = new ProcessBuilder(new ArrayList<>(words));
    }

    public static Command of(Path program, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(List.of(arguments));
        return new Command(words);
    }

    /** What the program reads from its standard input. */
    Command input(String text) {
        input = text;
        return this;
    }

    /** How long it may run, in place of {@link #PATIENCE}. */
    public Command patience(Duration duration) {
        patience = duration;
        return this;
    }

    /** A variable of the environment, in place of that of this process. */
    Command environment(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    /** Runs the program to its end. */
    public Result run() throws IOException, InterruptedException {
        return start().end();
    }

    /** Starts the program and leaves it running. */
    Running start() throws IOException {
        Path directory = Files.createTempDirectory("jthreading-command");
        File stdin = directory.resolve("stdin").toFile();
        Files.writeString(stdin.toPath(), input);
        File stdout = directory.resolve("stdout").toFile();
        File stderr = directory.resolve("stderr").toFile();
        Process process = builder.redirectInput(stdin).redirectOutput(stdout).redirectError(stderr).start();
        return new Running(process, directory, patience);
    }

    /** A program that has been started, and the directory with its streams. */
    record Running(Process process, Path directory, Duration patience) {

        String stdout() {
            return read("stdout");
        }

        Result end() throws IOException, InterruptedException {
            try {
                if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("still running: " + process.info() + "\n" + stdout() + read("stderr"));
                }
                return new Result(process.exitValue(), stdout(), read("stderr"));
            } finally {
                process.destroyForcibly().waitFor();
                delete();
            }
        }

        private String read(String name) {
            try {
                return Files.readString(directory.resolve(name), StandardCharsets.UTF_8).replace("\r\n", "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void delete() throws IOException {
            for (String name : List.of("stdin", "stdout", "stderr")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        }
    }

    /** How a program ended. */
    public record Result(int status, String stdout, String stderr) {}
}
