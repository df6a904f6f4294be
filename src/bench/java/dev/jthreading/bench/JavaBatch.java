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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final TimeValue WARMUP_TIME = TimeValue.milliseconds(700);
    private static final TimeValue ITERATION_TIME = TimeValue.milliseconds(400);
    /** That of one benchmark, with the start of its JVM. */
    private static final double SECONDS = 2.5;

    private final Settings settings;
    private final Map<Benchmark, Case> cases = new LinkedHashMap<>();

    JavaBatch(Settings settings) {
        this.settings = settings;
        for (int threads = 1; threads <= 2; threads++) {
            String suffix = threads == 1 ? "" : ", %d threads".formatted(threads);
            add("Lock: acquire, release" + suffix, new Case(Locking.class, "lock", threads, false));
            add("RLock: acquire, release" + suffix, new Case(Locking.class, "rlock", threads, false));
            add("Semaphore: acquire, release" + suffix, new Case(Locking.class, "semaphore", threads, false));
        }
        add("Condition: notify without waiters", new Case(Alone.class, "conditionNotify", 1, false));
        add("Event: made, set, waited for", new Case(Alone.class, "eventSetWait", 1, false));
        add("Barrier: a round of 1 thread", new Case(Alone.class, "barrierWait", 1, false));
        add("Event: round trip between two threads", new Case(RoundTrips.class, "EVENT", 1, true));
        add("Semaphore: round trip between two threads", new Case(RoundTrips.class, "SEMAPHORE", 1, true));
        add("Condition: round trip between two threads", new Case(RoundTrips.class, "CONDITION", 1, true));
        add("Barrier: a round of 2 threads", new Case(RoundTrips.class, "BARRIER", 1, true));
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

    private void add(String title, Case measured) {
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
    public double estimate(Implementation implementation, List<Benchmark> wanted) {
        return wanted.size() * SECONDS;
    }

    @Override
    public Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> wanted)
            throws InterruptedException {
        Map<Benchmark, Measurement> measurements = new LinkedHashMap<>();
        for (Benchmark benchmark : wanted) {
            Case measured = cases.get(benchmark);
            if (measured != null) {
                measurements.put(benchmark, run(measured.options(implementation)));
            }
        }
        return measurements;
    }

    /** JMH waits for a thread that does not end for as long as it takes; killing the JVM makes it give up. */
    private Measurement run(ChainedOptionsBuilder options) throws InterruptedException {
        FutureTask<RunResult> run = new FutureTask<>(() -> start(options));
        Thread.ofPlatform().daemon().name("JMH").start(run);
        try {
            return Measurement.of(scores(run.get(settings.timeout(), TimeUnit.SECONDS)));
        } catch (ExecutionException e) {
            return Measurement.failed(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            return Measurement.timeout();
        }
    }

    private static RunResult start(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.forks(1)
                .warmupIterations(WARMUPS).warmupTime(WARMUP_TIME)
                .measurementIterations(ITERATIONS).measurementTime(ITERATION_TIME)
                .jvmArgs("-Djmh.ignoreLock=true", "--sun-misc-unsafe-memory-access=allow")
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT).build()).runSingle();
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
