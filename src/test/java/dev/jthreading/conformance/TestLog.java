package dev.jthreading.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file in which each test of a run appears with all that it said as soon as it has ended. */
final class TestLog implements AutoCloseable {

    private final PrintWriter lines;

    /** Starts the log of a suite on an implementation. */
    TestLog(String suite, Implementation implementation) {
        String name = suite.replace(' ', '-') + "-" + implementation.name().toLowerCase(Locale.ROOT) + ".txt";
        try {
            Path directory = Files.createDirectories(Implementation.directory());
            lines = new PrintWriter(Files.newOutputStream(directory.resolve(name)), true, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(TestReport report) {
        lines.printf("%s: %s after %.1f s %s%n%s%s%n", report.id(), report.outcome().word(), report.seconds(),
                report.threadsLeft(), report.message(), report.output());
    }

    @Override
    public void close() {
        lines.close();
    }
}
