package dev.jthreading.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long a process takes from its start to its end, with and without {@code import threading}. */
final class ProcessTimes implements Batch {

    private static final String GROUP = "Start of a process";
    private static final Benchmark PASS = new Benchmark("process-pass", GROUP, "A process that does nothing", "ms");
    private static final Benchmark IMPORT = new Benchmark("process-import", GROUP, "A process that imports threading", "ms");
    private static final Benchmark DIFFERENCE = new Benchmark("process-difference", GROUP, "The difference between the two", "ms");

    private final Python python;
    private final Settings settings;

    ProcessTimes(Python python, Settings settings) {
        this.python = python;
        this.settings = settings;
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(PASS, IMPORT, DIFFERENCE).stream().filter(settings::include).toList();
    }

    @Override
    public Set<Implementation> implementations() {
        return Implementation.PYTHON;
    }

    @Override
    public double estimate(Implementation implementation, List<Benchmark> wanted) {
        return 2 * implementation.startSeconds();
    }

    @Override
    public Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> wanted)
            throws IOException, InterruptedException {
        Map<Benchmark, Measurement> measurements = new LinkedHashMap<>();
        try {
            double pass = milliseconds(implementation, "pass");
            double imported = milliseconds(implementation, "import threading");
            measurements.put(PASS, Measurement.of(List.of(pass)));
            measurements.put(IMPORT, Measurement.of(List.of(imported)));
            measurements.put(DIFFERENCE, Measurement.of(List.of(imported - pass)));
        } catch (TimeoutException e) {
            wanted.forEach(benchmark -> measurements.put(benchmark, Measurement.timeout()));
        }
        measurements.keySet().retainAll(wanted);
        return measurements;
    }

    private double milliseconds(Implementation implementation, String code)
            throws IOException, InterruptedException, TimeoutException {
        long start = System.nanoTime();
        try (PythonProcess process = python.start(implementation, false, "-c", code)) {
            int status = process.end(settings.timeLimit());
            if (status != 0) {
                throw new IOException("a process that does nothing ended with status " + status
                        + ", see " + python.errors(implementation));
            }
            return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        }
    }
}
