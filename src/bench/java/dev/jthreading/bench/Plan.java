package dev.jthreading.bench;

import java.util.List;

/** What a Python process is told to do; the field names are those that {@code runner.py} reads. */
record Plan(List<String> benchmarks, String expect, double first, double warmup, int samples, double seconds) {

    /** Compilers start interpreted, Truffle's and the JVM's own; that takes some ten seconds on two processors. */
    private static final double FIRST = 5;
    private static final double ONCE_SECONDS = 2;
    /** Threads have to end, and the last call of a warm-up too. */
    private static final double END_SECONDS = 0.2;

    /** CPython compiles nothing, and an interpreter on a JVM is compiled for all benchmarks with the first. */
    static Plan of(List<Benchmark> benchmarks, Implementation implementation, Settings settings) {
        boolean compiles = implementation != Implementation.CPYTHON && !implementation.isInterpreter();
        double warmup = settings.warmup() / (compiles ? 1 : implementation.isInterpreter() ? 3 : 10);
        double first = implementation == Implementation.CPYTHON ? warmup : settings.warmup() * FIRST;
        double seconds = settings.seconds() / (compiles ? 1 : 2);
        int samples = implementation.isInterpreter() ? Math.min(3, settings.samples()) : settings.samples();
        return new Plan(benchmarks.stream().map(Benchmark::name).toList(), implementation.module(), first, warmup, samples, seconds);
    }

    /** About how many seconds the benchmarks take. */
    double estimate(List<Benchmark> wanted) {
        double all = wanted.stream().mapToDouble(benchmark -> benchmark.longer() == 0
                ? ONCE_SECONDS : warmup + samples * seconds * benchmark.longer() + END_SECONDS).sum();
        return all + (wanted.getFirst().longer() == 0 ? 0 : first - warmup);
    }
}
