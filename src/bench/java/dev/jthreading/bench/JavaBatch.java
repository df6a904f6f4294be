package dev.jthreading.bench;

import dev.jthreading.bench.sync.Alone;
import dev.jthreading.bench.sync.Locking;
import dev.jthreading.bench.sync.RoundTrips;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The plain-Java synchronizers beside {@code java.util.concurrent}, measured by JMH: one fork in each round. */
final class JavaBatch implements Batch {

    private static final String GROUP = "Plain Java";
    private static final int WARMUPS = 1;
    private static final int ITERATIONS = 3;
    private static final TimeValue WARMUP_TIME = TimeValue.seconds(1);
    private static final TimeValue ITERATION_TIME = TimeValue.milliseconds(700);

    private final Map<Benchmark, Case> cases = new LinkedHashMap<>();

    JavaBatch(Settings settings) {
        for (int threads = 1; threads <= 2; threads++) {
            String suffix = threads == 1 ? "" : ", %d threads".formatted(threads);
            add(settings, "Lock: acquire, release" + suffix, new Case(Locking.class, "lock", threads, false));
            add(settings, "RLock: acquire, release" + suffix, new Case(Locking.class, "rlock", threads, false));
            add(settings, "Semaphore: acquire, release" + suffix, new Case(Locking.class, "semaphore", threads, false));
        }
        add(settings, "Condition: notify without waiters", new Case(Alone.class, "conditionNotify", 1, false));
        add(settings, "Event: made, set, waited for", new Case(Alone.class, "eventSetWait", 1, false));
        add(settings, "Barrier: a round of 1 thread", new Case(Alone.class, "barrierWait", 1, false));
        add(settings, "Event: round trip between two threads", new Case(RoundTrips.class, "EVENT", 1, true));
        add(settings, "Semaphore: round trip between two threads", new Case(RoundTrips.class, "SEMAPHORE", 1, true));
        add(settings, "Condition: round trip between two threads", new Case(RoundTrips.class, "CONDITION", 1, true));
        add(settings, "Barrier: a round of 2 threads", new Case(RoundTrips.class, "BARRIER", 1, true));
    }

    /** Which of JMH's benchmarks to run; a round trip is a parameter, anything else a method. */
    private record Case(Class<?> type, String method, int threads, boolean roundTrip) {

        ChainedOptionsBuilder options(Implementation implementation) {
            boolean peer = implementation == Implementation.JAVA;
            String name = roundTrip ? "roundTrip" : method + (peer ? "Peer" : "");
            ChainedOptionsBuilder options = new OptionsBuilder().threads(threads)
                    .include(Pattern.quote(type.getName() + "." + name) + "$");
            return roundTrip ? options.param("game", method + (peer ? "_PEER" : "")) : options;
        }
    }

    private void add(Settings settings, String title, Case measured) {
        String name = "java-" + title.toLowerCase(Locale.ROOT).replaceAll("\\W+", "-");
        Benchmark benchmark = new Benchmark(name, GROUP, title, "ns");
        if (settings.include(benchmark)) {
            cases.put(benchmark, measured);
        }
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.copyOf(cases.keySet());
    }

    @Override
    public Set<Implementation> implementations() {
        return Set.of(Implementation.JTHREADING, Implementation.JAVA);
    }

    @Override
    public Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> wanted) {
        Map<Benchmark, Measurement> measurements = new LinkedHashMap<>();
        for (Benchmark benchmark : wanted) {
            Case measured = cases.get(benchmark);
            if (measured != null) {
                measurements.put(benchmark, run(measured.options(implementation)));
            }
        }
        return measurements;
    }

    private static Measurement run(ChainedOptionsBuilder options) {
        try {
            RunResult result = new Runner(options.forks(1)
                    .warmupIterations(WARMUPS).warmupTime(WARMUP_TIME)
                    .measurementIterations(ITERATIONS).measurementTime(ITERATION_TIME)
                    .jvmArgs("-Djmh.ignoreLock=true", "--sun-misc-unsafe-memory-access=allow")
                    .shouldFailOnError(true).verbosity(VerboseMode.SILENT).build()).runSingle();
            return Measurement.of(scores(result));
        } catch (RunnerException e) {
            return Measurement.failed(String.valueOf(e.getMessage()));
        }
    }

    private static List<Double> scores(RunResult result) {
        List<Double> scores = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                scores.add(iteration.getPrimaryResult().getScore());
            }
        }
        return scores;
    }
}
