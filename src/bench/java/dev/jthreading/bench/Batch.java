package dev.jthreading.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Benchmarks that are measured together, on one implementation after the other. */
interface Batch {

    List<Benchmark> benchmarks();

    Set<Implementation> implementations();

    /** About how many seconds {@link #run} takes. */
    double estimate(Implementation implementation, List<Benchmark> benchmarks);

    /** Measures {@code benchmarks}, which are some of its own, once. */
    Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> benchmarks)
            throws IOException, InterruptedException;
}
