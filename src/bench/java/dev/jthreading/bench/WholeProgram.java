package dev.jthreading.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * One program as people write them, from the start of its process to the end: wall clock, and what all processors spent on it and
 * its children. Each checks what it computes. CPython runs {@code whole.py}, which starts the program and measures it.
 */
final class WholeProgram implements Batch {

    static final String GROUP = "Programs";
    private static final String FOLDER = "programs";
    private static final String RUNNER = "whole.py";
    private static final Gson GSON = new Gson();
    /** What a program takes beyond the start of Python, or less. */
    private static final double SECONDS = 3;

    private final String file;
    private final Benchmark wall;
    private final Benchmark cpu;
    private final Python python;
    private final Settings settings;

    private WholeProgram(Path program, Python python, Settings settings) throws IOException {
        this.python = python;
        this.settings = settings;
        file = FOLDER + "/" + program.getFileName();
        String name = name(program);
        String title = title(Files.readString(program));
        wall = new Benchmark(name + "-wall", GROUP, title + " (wall clock)", "s");
        cpu = new Benchmark(name + "-cpu", GROUP, title + " (all processors)", "s");
    }

    /** What {@code whole.py} prints. */
    private record Taken(double wall, double cpu, int status) {
    }

    /** The programs beside the other benchmarks, by name. */
    static List<WholeProgram> in(Path scripts, Python python, Settings settings) throws IOException {
        List<WholeProgram> batches = new ArrayList<>();
        for (Path program : files(scripts)) {
            batches.add(new WholeProgram(program, python, settings));
        }
        return batches;
    }

    /** The files of the programs, by name. */
    static List<Path> files(Path scripts) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(scripts.resolve(FOLDER), "*.py")) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            found.sort(null);
            return found;
        }
    }

    /** The first words of its benchmarks' names. */
    static String name(Path program) {
        return "program-" + program.getFileName().toString().replaceFirst("\\.py$", "").replace('_', '-');
    }

    /** The first sentence of its docstring. */
    static String title(String source) {
        String line = source.lines().findFirst().orElse("");
        if (!line.startsWith("\"\"\"")) {
            throw new IllegalArgumentException("no docstring, but: " + line);
        }
        return line.replace("\"\"\"", "").strip().replaceFirst("\\.$", "");
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(wall, cpu).stream().filter(settings::include).toList();
    }

    @Override
    public Set<Implementation> implementations() {
        return EnumSet.of(Implementation.BUILTIN_PLAIN, Implementation.CPYTHON,
                Implementation.JTHREADING_JIT_0, Implementation.BUILTIN_JIT_0,
                Implementation.JTHREADING_JIT_1, Implementation.BUILTIN_JIT_1,
                Implementation.JTHREADING_JIT_2, Implementation.BUILTIN_JIT_2);
    }

    @Override
    public double estimate(Implementation implementation, List<Benchmark> wanted) {
        return implementation.startSeconds() + (implementation == Implementation.CPYTHON ? 0 : SECONDS);
    }

    @Override
    public Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> wanted)
            throws IOException, InterruptedException {
        Map<Benchmark, Measurement> measurements = new LinkedHashMap<>();
        try (PythonProcess process = python.startIn(RUNNER, implementation, file)) {
            Optional<String> line = process.line(settings.timeLimit());
            if (line.isEmpty()) {
                throw new IOException(failure("it was not measured", implementation));
            }
            Taken taken = GSON.fromJson(line.get(), Taken.class);
            if (taken.status != 0) {
                throw new IOException(failure("it ended with status " + taken.status, implementation));
            }
            measurements.put(wall, Measurement.of(List.of(taken.wall)));
            measurements.put(cpu, Measurement.of(List.of(taken.cpu)));
        } catch (TimeoutException e) {
            wanted.forEach(benchmark -> measurements.put(benchmark, Measurement.timeout()));
        }
        measurements.keySet().retainAll(wanted);
        return measurements;
    }

    private String failure(String what, Implementation implementation) {
        return "%s: %s, see %s".formatted(file, what, python.errors(implementation).getFileName());
    }
}
