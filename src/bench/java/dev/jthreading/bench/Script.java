package dev.jthreading.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Benchmarks in one Python file, which run in one process for each implementation and round. */
final class Script implements Batch {

    private static final Gson GSON = new Gson();

    private final String file;
    private final List<Benchmark> benchmarks;
    private final Set<Implementation> implementations;
    private final Python python;
    private final Settings settings;

    private Script(String file, List<Benchmark> benchmarks, Set<Implementation> implementations, Python python, Settings settings) {
        this.file = file;
        this.benchmarks = benchmarks;
        this.implementations = implementations;
        this.python = python;
        this.settings = settings;
    }

    /** The line in which a benchmark introduces itself. */
    private record Description(String benchmark, String group, String title, String unit, boolean memory, double longer) {
        Benchmark toBenchmark() {
            return new Benchmark(benchmark, group, title, unit, memory, longer);
        }
    }

    /** The line in which a benchmark gives its result. */
    private record Result(@Nullable String benchmark, @Nullable List<Double> samples, @Nullable String absent, @Nullable String error) {
        Measurement toMeasurement() {
            if (absent != null) {
                return Measurement.absent(absent);
            }
            return samples == null ? Measurement.failed(String.valueOf(error)) : Measurement.of(samples);
        }
    }

    /** The benchmarks of a file that are asked for. */
    static List<Script> in(String file, Set<Implementation> implementations, Python python, Settings settings)
            throws IOException, InterruptedException {
        return in(file, implementations, python, settings, settings::include);
    }

    /** Those of a file that are wanted: together, but those of memory each for itself. */
    static List<Script> in(String file, Set<Implementation> implementations, Python python, Settings settings,
            Predicate<Benchmark> wanted) throws IOException, InterruptedException {
        List<Benchmark> together = new ArrayList<>();
        List<Script> scripts = new ArrayList<>();
        for (Benchmark benchmark : describe(file, cpython(implementations), python, settings)) {
            if (!wanted.test(benchmark)) {
                continue;
            }
            if (benchmark.memory()) {
                scripts.add(new Script(file, List.of(benchmark), implementations, python, settings));
            } else {
                together.add(benchmark);
            }
        }
        if (!together.isEmpty()) {
            scripts.addFirst(new Script(file, List.copyOf(together), implementations, python, settings));
        }
        return scripts;
    }

    /** The one that starts soonest. */
    private static Implementation cpython(Set<Implementation> implementations) {
        return implementations.stream().filter(Implementation::isCPython).findFirst().orElseThrow();
    }

    private static List<Benchmark> describe(String file, Implementation cpython, Python python, Settings settings)
            throws IOException, InterruptedException {
        List<Benchmark> found = new ArrayList<>();
        try (PythonProcess process = python.start(cpython, false, file, GSON.toJson(Map.of("list", true)))) {
            Optional<String> line = process.line(settings.timeLimit());
            while (line.isPresent()) {
                found.add(GSON.fromJson(line.get(), Description.class).toBenchmark());
                line = process.line(settings.timeLimit());
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("no list of the benchmarks in " + file, e);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no benchmarks in " + file + ", see " + python.errors(cpython));
        }
        return found;
    }

    @Override
    public List<Benchmark> benchmarks() {
        return benchmarks;
    }

    @Override
    public Set<Implementation> implementations() {
        return implementations;
    }

    @Override
    public double estimate(Implementation implementation, List<Benchmark> wanted) {
        return implementation.startSeconds() + Plan.of(wanted, implementation, settings).estimate(wanted);
    }

    /** After a failure the rest gets a new process: the old one may hold threads that disturb it. */
    @Override
    public Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> wanted)
            throws IOException, InterruptedException {
        Map<Benchmark, Measurement> measurements = new LinkedHashMap<>();
        List<Benchmark> left = new ArrayList<>(wanted);
        while (!left.isEmpty()) {
            runUntilFailure(implementation, left, measurements);
            left.removeAll(measurements.keySet());
        }
        return measurements;
    }

    private void runUntilFailure(Implementation implementation, List<Benchmark> wanted, Map<Benchmark, Measurement> measurements)
            throws IOException, InterruptedException {
        Plan plan = Plan.of(wanted, implementation, settings);
        try (PythonProcess process = python.start(implementation, wanted.getFirst().memory(), file, GSON.toJson(plan))) {
            for (Benchmark benchmark : wanted.stream().filter(plan::warmsUp).toList()) {
                Measurement warmup = next(process, implementation, benchmark);
                if (warmup.hasFailed()) {
                    measurements.put(benchmark, warmup);
                    return;
                }
            }
            for (Benchmark benchmark : wanted) {
                Measurement measurement = next(process, implementation, benchmark);
                measurements.put(benchmark, measurement);
                if (measurement.hasFailed()) {
                    return;
                }
            }
        }
    }

    private Measurement next(PythonProcess process, Implementation implementation, Benchmark benchmark) throws InterruptedException {
        try {
            Optional<String> line = process.line(settings.timeLimit());
            if (line.isEmpty()) {
                return Measurement.failed("the process ended with status " + process.end(settings.timeLimit())
                        + ", see " + python.errors(implementation).getFileName());
            }
            Result result = GSON.fromJson(line.get(), Result.class);
            return benchmark.name().equals(result.benchmark)
                    ? result.toMeasurement()
                    : Measurement.failed("the result is that of " + result.benchmark);
        } catch (TimeoutException e) {
            return Measurement.timeout();
        }
    }
}
