package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads get the interpreter lock from those that compute. */
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

    private static Context context(Engine engine) {
        return Context.newBuilder("python").engine(engine).option("jthreading", "true").allowCreateThread(true).build();
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
