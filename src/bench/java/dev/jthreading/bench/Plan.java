package dev.jthreading.bench;

import java.util.List;

/** What a Python process is told to do; the field names are those that {@code runner.py} reads. */
record Plan(List<String> benchmarks, String expect, double first, double warmup, double again, double settle, int samples,
        double seconds) {

    /** Compilers start interpreted, Truffle's and the JVM's own; that takes some ten seconds on two processors. */
    private static final double FIRST = 4.5;
    /** What was warm before others were run. */
    private static final double AGAIN = 0.9;
    /** In times of what is run again: usually, and before the first one is measured. */
    private static final double TURNS = 2;
    private static final double FIRST_TURNS = 12;
    private static final double ONCE_SECONDS = 2;
    /** Threads have to end, and the last call of a warm-up too. */
    private static final double END_SECONDS = 0.2;

    /** CPython compiles nothing, and an interpreter on a JVM is compiled for all benchmarks with the first. */
    static Plan of(List<Benchmark> benchmarks, Implementation implementation, Settings settings) {
        List<String> names = benchmarks.stream().map(Benchmark::name).toList();
        String module = implementation.module();
        double warmup = settings.warmup();
        double first = warmup * FIRST;
        if (implementation.isCPython()) {
            return new Plan(names, module, 0, 0, warmup / 10, 0, settings.samples(), settings.seconds() / 2);
        }
        if (implementation.isInterpreter()) {
            return new Plan(names, module, first / 2, warmup / 3, warmup / 3 * AGAIN, settings.settle() / 2,
                    Math.min(3, settings.samples()), settings.seconds() / 2);
        }
        return new Plan(names, module, first, warmup, warmup * AGAIN, settings.settle(), settings.samples(), settings.seconds());
    }

    /** Whether the process runs {@code benchmark} before it measures any. */
    boolean warmsUp(Benchmark benchmark) {
        return warmup > 0 && benchmark.longer() != 0;
    }

    /** About how many seconds the benchmarks take. */
    double estimate(List<Benchmark> wanted) {
        double turns = settle == 0 ? 1 : TURNS + 1;
        double all = wanted.stream().mapToDouble(benchmark -> benchmark.longer() == 0
                ? ONCE_SECONDS : warmup + turns * again + samples * seconds * benchmark.longer() + 2 * END_SECONDS).sum();
        return all + (wanted.getFirst().longer() == 0 ? 0 : Math.max(0, first - warmup) + (settle == 0 ? 0 : FIRST_TURNS * again));
    }
}
