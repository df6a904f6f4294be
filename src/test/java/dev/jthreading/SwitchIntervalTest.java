package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.conformance.VersionOptions;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads get the GIL from those that compute. */
class SwitchIntervalTest {

    private static final String WATCHER = "jthreading switch interval";
    private static final String WAIT_BESIDE_ONE_THAT_COMPUTES = """
            import threading
            computing = threading.Event()
            done = threading.Event()
            def compute():
                computing.set()
                while not done.is_set():
                    pass
            thread = threading.Thread(target=compute%s)
            thread.start()
            computing.wait()
            waits = [threading.Event().wait(0.001) for _ in range(10)]
            done.set()
            thread.join()
            len(waits)
            """;

    private static final String HANDLER_BESIDE_ONE_THAT_COMPUTES = """
            import _thread, signal, threading
            handled = threading.Event()
            old = signal.signal(signal.SIGINT, lambda *_: handled.set())
            def compute():
                waiting.wait()
                _thread.interrupt_main()
                while not handled.is_set():
                    pass
            waiting = threading.Event()
            thread = threading.Thread(target=compute)
            thread.start()
            waiting.set()
            handled.wait()
            thread.join()
            signal.signal(signal.SIGINT, old)
            handled.is_set()
            """;

    private static Context context(Engine engine) {
        return Context.newBuilder("python").engine(engine).option("jthreading", "true").allowCreateThread(true)
                .options(VersionOptions.thatAllowSignalHandlers()).build();
    }

    /** In all contexts of an engine but the first, GraalPy has threads take no turns at all. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void inEveryContextOfAnEngine() {
        try (Engine engine = Engine.create(); Context first = context(engine); Context second = context(engine)) {
            assertThat(first.eval("python", WAIT_BESIDE_ONE_THAT_COMPUTES.formatted("")).asInt()).isEqualTo(10);
            assertThat(second.eval("python", WAIT_BESIDE_ONE_THAT_COMPUTES.formatted("")).asInt()).isEqualTo(10);
        }
        assertThat(watchers()).isZero();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void virtualThreadsAsWell() {
        String program = WAIT_BESIDE_ONE_THAT_COMPUTES.formatted(", virtual=True");
        try (Engine engine = Engine.create(); Context first = context(engine); Context second = context(engine)) {
            assertThat(first.eval("python", program).asInt()).isEqualTo(10);
            assertThat(second.eval("python", program).asInt()).isEqualTo(10);
        }
    }

    /** A handler that runs amid a wait wants the GIL as well. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void handlersAmidAWait() {
        try (Engine engine = Engine.create(); Context first = context(engine); Context second = context(engine)) {
            assertThat(first.eval("python", HANDLER_BESIDE_ONE_THAT_COMPUTES).asBoolean()).isTrue();
            assertThat(second.eval("python", HANDLER_BESIDE_ONE_THAT_COMPUTES).asBoolean()).isTrue();
        }
    }

    @Test
    void nothingWatchesASingleThread() {
        try (Engine engine = Engine.create(); Context context = context(engine)) {
            context.eval("python", "import threading; threading.Event().wait(0.1)");
            assertThat(watchers()).isZero();
        }
    }

    private static long watchers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(WATCHER)).count();
    }
}
