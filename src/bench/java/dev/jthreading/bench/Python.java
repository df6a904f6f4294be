package dev.jthreading.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        return start(implementation, programs.command(implementation, List.of(arguments)), programs.environment(memory));
    }

    /** Runs {@code runner} on CPython, with the command that runs {@code script} on the implementation as its arguments. */
    PythonProcess startIn(String runner, Implementation implementation, String script) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(runner));
        arguments.addAll(programs.command(implementation, List.of(script)));
        return start(implementation, programs.command(Implementation.CPYTHON, arguments), programs.environment(false));
    }

    private PythonProcess start(Implementation implementation, List<String> command, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(output);
        return new PythonProcess(command, environment, scripts, errors(implementation));
    }

    /** Where to look when a process failed. */
    Path errors(Implementation implementation) {
        return output.resolve(implementation.key() + "-stderr.txt");
    }
}
