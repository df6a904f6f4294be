package dev.jthreading.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts Python on the implementations. */
final class Python {

    private final Programs programs;
    private final Path scripts;
    private final Path output;

    /**
     * Starts nothing yet.
     *
     * @param scripts the directory with the benchmarks, where processes run
     * @param output the directory for what they write to standard error
     */
    Python(Programs programs, Path scripts, Path output) {
        this.programs = programs;
        this.scripts = scripts;
        this.output = output;
    }

    PythonProcess start(Implementation implementation, boolean memory, String... arguments) throws IOException {
        Files.createDirectories(output);
        return new PythonProcess(programs.command(implementation, List.of(arguments)), programs.environment(memory), scripts,
                errors(implementation));
    }

    /** Where to look when a process failed. */
    Path errors(Implementation implementation) {
        return output.resolve(implementation.key() + "-stderr.txt");
    }
}
