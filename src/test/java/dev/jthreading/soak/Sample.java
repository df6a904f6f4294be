package dev.jthreading.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What a process takes at one moment, and how fast it answered since the sample before.
 *
 * @param seconds since the start of the load
 * @param heap used after a collection, in megabytes
 * @param threads Java threads that run, without virtual ones
 * @param files file descriptors that are open, or 0 where Java cannot tell
 * @param median of the latencies of requests, in milliseconds
 * @param high their 99th percentile
 * @param operations how much each kind of load has done by now, in the order of {@link Load#values()}
 */
record Sample(double seconds, double heap, double threads, double files, double median, double high, List<Long> operations) {

    private static final String SEPARATOR = ",";
    private static final int FIGURES = 6;

    /** The first line of a file of samples. */
    static String header() {
        return "seconds,heap MB,Java threads,file descriptors,latency p50 ms,latency p99 ms,"
                + Arrays.stream(Load.values()).map(load -> load.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(SEPARATOR));
    }

    String line() {
        return DoubleStream.of(seconds, heap, threads, files, median, high).mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))
                .collect(Collectors.joining(SEPARATOR)) + SEPARATOR
                + operations.stream().map(String::valueOf).collect(Collectors.joining(SEPARATOR));
    }

    static Sample parse(String line) {
        List<String> words = List.of(line.split(SEPARATOR));
        double[] figures = words.stream().limit(FIGURES).mapToDouble(Double::parseDouble).toArray();
        return new Sample(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5],
                words.stream().skip(FIGURES).map(Long::valueOf).toList());
    }

    /** A figure that is to stay where it is. {@code share} and {@code amount} are what it may grow by without being a leak. */
    enum Figure {
        HEAP("heap after collection, MB", 0.1, 16),
        THREADS("Java threads", 0.1, 5),
        FILES("file descriptors", 0.1, 5),
        MEDIAN("latency, median, ms", 0.5, 10),
        HIGH("latency, 99th percentile, ms", 1, 200);

        final String title;
        final double share;
        final double amount;

        Figure(String title, double share, double amount) {
            this.title = title;
            this.share = share;
            this.amount = amount;
        }

        double of(Sample sample) {
            return switch (this) {
                case HEAP -> sample.heap;
                case THREADS -> sample.threads;
                case FILES -> sample.files;
                case MEDIAN -> sample.median;
                case HIGH -> sample.high;
            };
        }

        /** The most that is no growth. */
        double limit(double before) {
            return before * (1 + share) + amount;
        }
    }
}
