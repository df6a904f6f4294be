package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Contexts that are opened, used and closed leave nothing behind. {@code -Psoak} opens ten thousand of one engine, and a thousand that
 * each have an engine of their own.
 */
class ContextCyclesTest {

    private static final int CYCLES = Soak.choose(60, 10_000);
    private static final int CYCLES_ALONE = 1_000;
    private static final int INTERPRETERS = Soak.choose(12, 1_000);
    /** The part of the cycles by which the engine, or the JVM, has what it keeps for all contexts. */
    private static final int WARM_UP_PART = 3;
    private static final int AT_ONCE = 2;
    /** What the JVM and the engine take and give back as they like; one context is several times as much. */
    private static final long NOISE_BYTES = 24 << 20;
    private static final Source PROGRAM = Source.create("python", """
            import threading
            lock, local, results = threading.Lock(), threading.local(), []

            def work(number):
                local.number = number
                with lock:
                    results.append(local.number)

            threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            threading.Thread(target=threading.Event().wait, daemon=True).start()
            sorted(results)
            """);

    @Test
    void leaveMemoryWhereItWas() throws InterruptedException, ExecutionException {
        try (Engine engine = Engine.create()) {
            // GraalPy 25.2 keeps the first context of an engine, of two at once both.
            openUseAndClose(engine);
            assertNothingIsLeft(CYCLES, engine);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "jthreading.soak", matches = "true")
    void leaveMemoryWhereItWasIfEachHasAnEngineOfItsOwn() throws InterruptedException, ExecutionException {
        assertNothingIsLeft(CYCLES_ALONE, null);
    }

    /** Interpreters of one context. One that is left has ten times the noise, or more. */
    @Test
    void interpretersLeaveMemoryWhereItWas() throws InterruptedException {
        try (Context context = Context.newBuilder("python").option("jthreading", "true").allowCreateThread(true).build()) {
            Value cycle = context.eval("python", """
                    import concurrent.interpreters, threading
                    lock = threading.Lock()
                    def work(lock):
                        import threading
                        def hold():
                            with lock:
                                pass
                        thread = threading.Thread(target=hold)
                        thread.start()
                        thread.join()
                        return {"a": [1, 2]}
                    def cycle():
                        interpreter = concurrent.interpreters.create()
                        interpreter.prepare_main(lock=lock)
                        interpreter.call(work, lock)
                        interpreter.close()
                    cycle
                    """);
            for (int i = 0; i < INTERPRETERS; i++) {
                cycle.executeVoid();
            }
            long before = LeakTest.usedHeap();
            for (int i = 0; i < INTERPRETERS; i++) {
                cycle.executeVoid();
            }
            await().untilAsserted(() -> assertThat(LeakTest.usedHeap() - before).as("bytes left by " + INTERPRETERS + " interpreters")
                    .isLessThan(NOISE_BYTES));
        }
    }

    private static void assertNothingIsLeft(int cycles, @Nullable Engine engine) throws InterruptedException, ExecutionException {
        int warmUp = cycles / WARM_UP_PART;
        int measured = cycles - warmUp;
        try (ExecutorService users = Executors.newFixedThreadPool(AT_ONCE)) {
            awaitEnd(openUseAndClose(warmUp, engine, users));
            long before = LeakTest.usedHeap();
            awaitEnd(openUseAndClose(measured, engine, users));
            // What compilations that are under way have of the heap they give back; what contexts left stays.
            await().untilAsserted(() -> assertThat(LeakTest.usedHeap() - before).as("bytes left by " + measured + " contexts")
                    .isLessThan(NOISE_BYTES));
        }
    }

    private static void awaitEnd(List<WeakReference<Object>> used) {
        await().untilAsserted(() -> {
            System.gc();
            assertThat(used).as("objects that only closed contexts have").allMatch(object -> object.get() == null);
        });
    }

    private static List<WeakReference<Object>> openUseAndClose(int times, @Nullable Engine engine, ExecutorService users)
            throws InterruptedException, ExecutionException {
        Callable<WeakReference<Object>> cycle = () -> openUseAndClose(engine);
        List<WeakReference<Object>> used = new ArrayList<>();
        for (Future<WeakReference<Object>> object : users.invokeAll(Collections.nCopies(times, cycle))) {
            used.add(object.get());
        }
        return used;
    }

    private static WeakReference<Object> openUseAndClose(@Nullable Engine engine) {
        Object object = new Object();
        Context.Builder builder = Context.newBuilder("python").allowCreateThread(true).allowHostAccess(HostAccess.NONE);
        if (engine != null) {
            builder.engine(engine);
        }
        try (Context context = builder.option("jthreading", "true").build()) {
            context.getBindings("python").putMember("object", object);
            assertThat(context.eval(PROGRAM).toString()).isEqualTo("[0, 1, 2, 3]");
        }
        return new WeakReference<>(object);
    }
}
