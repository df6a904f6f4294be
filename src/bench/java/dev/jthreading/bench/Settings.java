package dev.jthreading.bench;

import dev.jthreading.conformance.SystemProperties;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What the build was asked for.
 *
 * @param names which benchmarks to run, a regular expression
 * @param groups of which groups, a regular expression for which case does not matter
 * @param rounds how often to start each process anew
 * @param warmup seconds that the optimising runtime is given to compile
 * @param settle seconds, at most, that compilers are given to come to an end before a benchmark is measured
 * @param seconds of one sample on it
 * @param samples of each process
 * @param timeout how long to wait for a benchmark
 * @param docs whether the pages that show figures are to show the result
 */
public record Settings(String names, String groups, int rounds, double warmup, double settle, double seconds, int samples,
        int timeout, boolean docs) {

    private static final double QUICK_SETTLE = 8;

    static Settings fromSystemProperties() {
        return new Settings(
                SystemProperties.required("bench"),
                SystemProperties.required("bench.groups"),
                Integer.parseInt(SystemProperties.required("bench.rounds")),
                Double.parseDouble(SystemProperties.required("bench.warmup")),
                Double.parseDouble(SystemProperties.required("bench.settle")),
                Double.parseDouble(SystemProperties.required("bench.seconds")),
                Integer.parseInt(SystemProperties.required("bench.samples")),
                Integer.parseInt(SystemProperties.required("bench.timeout")),
                Boolean.parseBoolean(SystemProperties.required("bench.docs")));
    }

    /** For a single benchmark, whose result somebody waits for: one round that is warm rather than two that are not. */
    Settings quick() {
        return new Settings(names, groups, 1, warmup, Math.min(settle, QUICK_SETTLE), seconds, samples, timeout, docs);
    }

    boolean include(Benchmark benchmark) {
        return Pattern.matches(names, benchmark.name())
                && Pattern.compile(groups, Pattern.CASE_INSENSITIVE).matcher(benchmark.group()).matches();
    }

    Duration timeLimit() {
        return Duration.ofSeconds(timeout);
    }
}
