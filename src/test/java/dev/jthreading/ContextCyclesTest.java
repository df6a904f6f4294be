package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
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
    private static final String INTERPRETER_STATE = "dev.jthreading.language.JThreadingContext";
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

    /** Interpreters of one context. Each has 3 MB or more, so all that are used have more than the noise. */
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
            long threads = threadsOfPython();
            for (int i = 0; i < INTERPRETERS; i++) {
                cycle.executeVoid();
            }
            await().untilAsserted(() -> assertThat(LeakTest.usedHeap() - before).as("bytes left by " + INTERPRETERS + " interpreters")
                    .isLessThan(NOISE_BYTES));
            await().untilAsserted(() -> assertThat(threadsOfPython()).isLessThanOrEqualTo(threads));
        }
    }

    private static long threadsOfPython() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("Thread-.*|jthreading.*|[Pp]ython.*|[Pp]olyglot.*")).count();
    }

    /** The main interpreter keeps what it has of those that were closed: values, exceptions, and what both have used. */
    @Test
    void nothingKeepsInterpretersThatWereClosed() throws JMException {
        try (Context context = Context.newBuilder("python").option("jthreading", "true").allowCreateThread(true).build()) {
            context.initialize("python");
            long before = instances(INTERPRETER_STATE);
            Value kept = context.eval("python", """
                    import queue, threading
                    from concurrent import interpreters
                    from concurrent.futures import InterpreterPoolExecutor
                    lock, simple_queue, shared_queue = threading.RLock(), queue.SimpleQueue(), interpreters.create_queue()
                    ready, waited = threading.Event(), threading.Event()

                    def fail():
                        raise ValueError(object())

                    def use(lock, simple_queue, shared_queue, ready, waited):
                        import threading
                        def wait():
                            ready.set()
                            waited.wait()
                        lock.acquire()
                        simple_queue.put([1])
                        shared_queue.put({"a": "b"})
                        threading.Thread(target=wait).start()
                        threading.local().value = object()
                        return threading.Semaphore(), ["a" * 100]

                    kept = [lock, simple_queue, shared_queue, ready, waited]

                    def keep_exception_of(function, *args):
                        try:
                            function(*args)
                        except Exception as error:
                            kept.append(error)

                    for interpreter in [interpreters.create() for _ in range(2)]:
                        keep_exception_of(interpreter.exec, "import missing")
                        keep_exception_of(interpreter.call, fail)
                        keep_exception_of(interpreter.call, lambda: (_ for _ in ()))
                        kept.append(interpreter)
                    kept.append(interpreter.call(use, *kept[:5]))
                    ready.wait()
                    waited.set()
                    threading.excepthook = kept.append
                    thread = interpreter.call_in_thread(fail)
                    thread.join()
                    kept.append(thread)
                    for interpreter in interpreters.list_all()[1:]:
                        interpreter.close()
                    with InterpreterPoolExecutor(1) as pool:
                        kept += [pool, pool.submit(fail)]
                        keep_exception_of(kept[-1].result)
                    kept
                    """);
            await().untilAsserted(() -> assertThat(instances(INTERPRETER_STATE)).as("states of interpreters")
                    .isLessThanOrEqualTo(before));
            assertThat(kept.getArraySize()).isEqualTo(19);
        }
    }

    /** How many objects of a class are reachable. */
    private static long instances(String className) throws JMException {
        Object histogram = ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram", new Object[] {new String[0]}, new String[] {String[].class.getName()});
        Matcher line = Pattern.compile(":\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(className) + "\\s").matcher((String) histogram);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
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
