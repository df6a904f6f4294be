package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many threads in random operations on shared objects, disturbed by signals, interrupts and the end of their context:
 * {@code python-tests/torture}. A seed decides what they do. {@code -Psoak} has a thousand seeds in each mode, {@code -Dtorture.seeds}
 * any number, and {@code -Dtorture.first} the first of them.
 */
@DisabledOnOs(OS.WINDOWS)
class TortureIT {

    private static final int FIRST = Integer.getInteger("torture.first", 1);
    private static final int SEEDS = Integer.getInteger("torture.seeds", Soak.choose(5, 1000));
    private static final int CONTEXTS = Integer.getInteger("torture.contexts", Soak.choose(3, 300));
    /** The program tells of most hangs itself. If none of its threads gets the GIL, nobody but Java can. */
    private static final int HANG_MINUTES = 12;
    private static final int SHRINK_SECONDS = Integer.getInteger("torture.shrink", 120);
    private static final int MOST_FAILURES = 3;
    /** Those that {@code torture.py} counts. */
    private static final List<String> DISTURBANCES = List.of("signals", "interrupts", "calls");
    private static final int LATEST_END_MILLIS = 700;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How Python's threads run. */
    enum Mode {
        COMPILED, INTERPRETED, VIRTUAL, NO_IDLE_WORKERS;

        private Engine engine() {
            Engine.Builder builder = Engine.newBuilder().allowExperimentalOptions(true).option("engine.WarnVirtualThreadSupport", "false");
            if (this == INTERPRETED && !Boolean.getBoolean("jthreading.interpreter")) {
                builder.option("engine.Compilation", "false");
            }
            return builder.build();
        }

        private Context context(Engine engine, ByteArrayOutputStream output) throws IOException {
            Context context = Context.newBuilder("python").engine(engine).allowAllAccess(true).out(output).err(output)
                    .option("jthreading", "true").option("jthreading.IdleWorkers", this == NO_IDLE_WORKERS ? "0" : "128")
                    .option("jthreading.VirtualThreads", Boolean.toString(this == VIRTUAL)).build();
            context.getBindings("python").putMember("folder", Installation.pythonTests().resolve("torture").toString());
            context.getBindings("python").putMember("interrupt", interruptionsIn(context));
            context.eval("python", "import sys; sys.path.insert(0, folder); import threading, torture");
            return context;
        }
    }

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    /** A function for the program that interrupts a thread, unless it has just ended. */
    private static ProxyExecutable interruptionsIn(Context context) {
        PythonThreads threads = PythonThreads.of(context);
        return arguments -> {
            try {
                threads.interrupt(arguments[0].asLong(), arguments[1]);
                return true;
            } catch (IllegalArgumentException ended) {
                return false;
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLost(Mode mode) throws IOException {
        List<String> failures = new ArrayList<>();
        Map<String, Long> felt = new TreeMap<>();
        try (Engine engine = mode.engine()) {
            int seed = FIRST;
            while (seed < FIRST + SEEDS && failures.size() < MOST_FAILURES) {
                Context context = mode.context(engine, output);
                int failuresBefore = failures.size();
                while (seed < FIRST + SEEDS && failures.size() == failuresBefore) {
                    String story = torture(context, seed++);
                    if (!story.isEmpty()) {
                        failures.add(story);
                    }
                }
                for (String disturbance : DISTURBANCES) {
                    felt.merge(disturbance, context.eval("python", "torture.felt['" + disturbance + "']").asLong(), Long::sum);
                }
                // Where a plan fails, threads may be stuck.
                context.close(failures.size() > failuresBefore);
            }
        }
        assertThat(failures).as(() -> output.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(felt).as("what reached the programs").allSatisfy((disturbance, count) -> assertThat(count).isPositive());
    }

    /** Runs the plan of a seed; returns what is wrong, a story with the shortest plan that fails. */
    private static String torture(Context context, int seed) {
        return whileWatched(context, seed, () -> {
            Value torture = context.eval("python", "torture.torture");
            return torture.execute(seed, context.getBindings("python").getMember("interrupt"), SHRINK_SECONDS).asString();
        });
    }

    private static String whileWatched(Context context, int seed, Supplier<String> action) {
        PythonThreads threads = PythonThreads.of(context);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        Future<?> hang = watch.schedule(() -> {
            System.err.println("seed " + seed + " hangs\n" + threads.dump());
            context.close(true);
        }, HANG_MINUTES, TimeUnit.MINUTES);
        try {
            return action.get();
        } finally {
            hang.cancel(false);
            watch.shutdown();
        }
    }

    /** How a context ends amid the plan of a seed: by turns. */
    enum End { INTERRUPT, CANCEL, CLOSE }

    @ParameterizedTest
    @EnumSource
    void aContextMayEndAtAnyMoment(Mode mode) throws IOException {
        Set<Thread> before = threads();
        try (Engine engine = mode.engine()) {
            for (int seed = FIRST; seed < FIRST + CONTEXTS; seed++) {
                endAmid(mode, engine, seed);
                assertThat(output.toString(StandardCharsets.UTF_8)).as("output of seed %d", seed).isEmpty();
                await().untilAsserted(() -> assertThat(threads()).as("threads left").isSubsetOf(before));
            }
        }
    }

    private void endAmid(Mode mode, Engine engine, int seed) throws IOException {
        End end = End.values()[Math.floorMod(seed, End.values().length)];
        Context context = mode.context(engine, output);
        whileWatched(context, seed, () -> {
            context.getBindings("python").putMember("seed", seed);
            context.eval("python", "world, thread = torture.begin(seed, interrupt)");
            sleep(new Random(seed).nextInt(LATEST_END_MILLIS));
            if (end == End.INTERRUPT) {
                interrupt(context, seed);
            }
            context.close(end == End.CANCEL);
            return "";
        });
    }

    /** Interrupts all threads, also the main one in its wait, and looks at what they have left. */
    private static void interrupt(Context context, int seed) {
        CompletableFuture<Void> interruption = CompletableFuture.runAsync(() -> interrupt(context));
        try {
            context.eval("python", "thread.join(); threading.Event().wait()");
        } catch (PolyglotException end) {
            assertThat(end.isInterrupted()).as(end.toString()).isTrue();
        }
        interruption.join();
        await().until(() -> {
            boolean ended = context.eval("python", "threading.active_count()").asInt() == 1;
            if (!ended) {
                // One may have come into the context when the engine had found nobody there.
                context.interrupt(PATIENCE);
            }
            return ended;
        });
        assertThat(context.eval("python", "torture.after_interrupt(world)").asString()).as("after seed %d", seed).isEmpty();
    }

    private static void interrupt(Context context) {
        PythonThreads threads = PythonThreads.of(context);
        await().until(() -> threads.list().getFirst().waitsFor() != null);
        try {
            context.interrupt(PATIENCE);
        } catch (TimeoutException late) {
            throw new AssertionError(threads.dump().toString(), late);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads of Python's, and those beside them. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("worker .*|victim .*|jthreading.*|Python.*")).collect(Collectors.toSet());
    }
}
