package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A context that closes ends all of its threads, whatever each of them is doing, and leaves nothing behind. Contexts share an
 * engine, as those of applications do; {@code -Psoak} has a thousand threads in each. A table of the times, and of what was left right
 * after, is in target/soak/shutdown.md.
 */
@Timeout(300)
class ShutdownOfManyThreadsIT {

    private static final int THREADS = Soak.choose(120, 1000);
    /** More than there are. */
    private static final int CARRIERS = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Some seconds are usual. */
    private static final Duration MOST = Duration.ofSeconds(60);

    /** Each thread does one of these for ever: {@code busy} for few of them, because only one at a time can. */
    private static final String PROGRAM = """
            import queue, socket, threading, time
            lock, rlock, barrier, condition = threading.Lock(), threading.RLock(), threading.Barrier(9999), threading.Condition()
            lock.acquire()
            rlock.acquire()
            pair = socket.socketpair()

            def busy():
                while True:
                    pass

            def wait_for_condition():
                with condition:
                    condition.wait()

            def wait_in_finally():
                try:
                    threading.Event().wait()
                finally:
                    lock.acquire()

            def wait_in_except():
                while True:
                    try:
                        threading.Event().wait()
                    except:
                        pass

            forever = threading.Thread(target=threading.Event().wait, daemon=daemon)
            forever.start()
            waits = (lock.acquire, rlock.acquire, lambda: lock.acquire(timeout=9999), threading.Event().wait,
                     threading.Semaphore(0).acquire, barrier.wait, wait_for_condition, wait_in_finally, wait_in_except, forever.join,
                     queue.Queue().get, queue.SimpleQueue().get, lambda: time.sleep(9999), lambda: time.sleep(9999.5),
                     lambda: pair[0].recv(1), lambda: java_wait())
            started = 0

            def run(function):
                global started
                with condition:
                    started += 1
                function()

            for number in range(threads):
                threading.Thread(target=run, args=(waits[number % len(waits)],), daemon=daemon).start()
            for _ in range(3):
                threading.Thread(target=busy, daemon=daemon).start()
            def all_have_started():
                with condition:
                    return started == threads
            """;

    /** How a context is closed, and what kind of threads it has. */
    enum Closing {
        CLOSE_WITH_DAEMONS, CLOSE_WITH_VIRTUAL_DAEMONS, CLOSE_WITH_OTHERS, CLOSE_WITH_DAEMONS_IN_SYSTEM_CALLS,
        CANCEL_WITH_DAEMONS, CANCEL_WITH_OTHERS, CANCEL_WITH_VIRTUAL_OTHERS, CANCEL_WITH_DAEMONS_IN_SYSTEM_CALLS;

        private boolean cancels() {
            return name().startsWith("CANCEL");
        }

        private boolean isDaemon() {
            return name().contains("DAEMONS");
        }

        private boolean isVirtual() {
            return name().contains("VIRTUAL");
        }

        /** Whether {@code socket.recv} is one of the operating system's, and not Java's. */
        private boolean isNative() {
            return name().endsWith("SYSTEM_CALLS");
        }
    }

    private static final List<String> TABLE = new ArrayList<>(List.of(
            "| closing " + THREADS + " threads | seconds | threads left at once | after a wait |", "| --- | ---: | ---: | ---: |"));

    @SuppressWarnings("NullAway.Init")
    private static Engine engine;
    private static boolean keepsTheFirst;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final CountDownLatch never = new CountDownLatch(1);

    @BeforeAll
    static void openEngine() {
        engine = Engine.newBuilder().allowExperimentalOptions(true).option("engine.WarnVirtualThreadSupport", "false").build();
        try (Context context = Context.newBuilder("python").engine(engine).allowAllAccess(true).build()) {
            keepsTheFirst = context.eval("python", "import sys; sys.implementation.version >= (25, 1)").asBoolean();
        }
    }

    @AfterAll
    static void closeEngineAndWriteTable() throws IOException {
        engine.close();
        Path folder = Installation.build().resolve("soak");
        Files.write(Files.createDirectories(folder).resolve("shutdown.md"), TABLE);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeft(Closing closing) {
        Set<Thread> before = threads();
        long[] nanos = new long[1];
        WeakReference<ClassLoader> loader = openUseAndClose(closing, nanos);
        int left = countBeside(before);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
        // GraalPy does not want that backend used in applications.
        assertThat(log.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.contains("Native Posix backend"));
        assertThat(Duration.ofNanos(nanos[0])).isLessThan(MOST);
        // The JVM's own come and go.
        await().untilAsserted(() -> assertThat(threads()).as("threads left").isSubsetOf(before));
        TABLE.add(String.format(Locale.ROOT, "| %s | %.2f | %d | %d |", closing.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                nanos[0] / NANOS_PER_SECOND, left, countBeside(before)));
        if (closing.isNative()) {
            // Truffle's native interface keeps the first context that uses it, with GraalPy's own module as well.
            return;
        }
        if (keepsTheFirst && closing == Closing.CLOSE_WITH_DAEMONS) {
            // GraalPy 25.2 keeps the first context that runs a source, as long as the engine, with its own module as well.
            return;
        }
        await().untilAsserted(() -> {
            occupyCarriers();
            System.gc();
            assertThat(loader.get()).as("class loader of the context's Java code, by way of the context").isNull();
        });
    }

    private static int countBeside(Set<Thread> before) {
        Set<Thread> now = new HashSet<>(threads());
        now.removeAll(before);
        return now.size();
    }

    /** Threads of Python's, and those beside them. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("Thread-.*|jthreading.*|Python.*|Polyglot.*")).collect(Collectors.toSet());
    }

    /** The JVM's carriers of virtual threads keep the last one that each of them carried. */
    private static void occupyCarriers() {
        for (int i = 0; i < CARRIERS; i++) {
            Thread.startVirtualThread(Thread::yield);
        }
    }

    private WeakReference<ClassLoader> openUseAndClose(Closing closing, long[] nanos) {
        ClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader());
        Context context = Context.newBuilder("python").engine(engine).allowAllAccess(true).hostClassLoader(loader)
                .out(output).err(output).option("jthreading", "true").option("jthreading.ShutdownTimeout", "0.1s")
                .option("jthreading.VirtualThreads", Boolean.toString(closing.isVirtual()))
                .option("python.PosixModuleBackend", closing.isNative() ? "native" : "java").logHandler(log).build();
        Value globals = context.getBindings("python");
        globals.putMember("java_wait", (ProxyExecutable) arguments -> {
            waitForEver();
            return null;
        });
        globals.putMember("daemon", closing.isDaemon());
        globals.putMember("threads", THREADS);
        context.eval("python", PROGRAM);
        await().until(() -> context.eval("python", "all_have_started()").asBoolean());
        long start = System.nanoTime();
        context.close(closing.cancels());
        nanos[0] = System.nanoTime() - start;
        return new WeakReference<>(loader);
    }

    private void waitForEver() {
        try {
            never.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
