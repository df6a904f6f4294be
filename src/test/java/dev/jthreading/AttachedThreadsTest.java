package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Java threads that call into Python. */
class AttachedThreadsTest {

    private static final int WARM_UP = 4_000;
    private static final int SHORT_LIVED = Soak.choose(20_000, 100_000);
    /** All together: a single object of each would be more. */
    private static final long MOST_BYTES = 16L * SHORT_LIVED;

    @SuppressWarnings("NullAway.Init")
    private Context context;

    @BeforeEach
    void open() {
        context = Context.newBuilder("python").allowAllAccess(true).option("jthreading", "true").build();
        context.eval("python", "import threading; local = threading.local()");
    }

    @AfterEach
    void close() {
        context.close(true);
    }

    private Value python(String program) {
        return context.eval("python", program);
    }

    private static void inThread(Thread.Builder builder, Runnable body) throws InterruptedException {
        Thread thread = builder.start(body);
        thread.join();
    }

    @Test
    void areCalledAsJavaCallsThem() throws InterruptedException {
        AtomicReference<String> seen = new AtomicReference<>();
        Value describe = python("""
                def describe():
                    thread = threading.current_thread()
                    return str((thread.name, thread.daemon, thread.is_alive(), thread in threading.enumerate(),
                                thread is threading.current_thread()))
                describe
                """);
        inThread(Thread.ofPlatform().name("http-8080-exec-1"), () -> seen.set(describe.execute().asString()));
        assertThat(seen).hasValue("('http-8080-exec-1', True, True, True, True)");
        inThread(Thread.ofVirtual(), () -> seen.set(describe.execute().asString()));
        assertThat(seen.get()).startsWith("('Dummy-");
        assertThat(python("[thread.name for thread in threading.enumerate()]").toString()).isEqualTo("['MainThread']");
    }

    @Test
    void theirLocalsAreDroppedWhenTheyEnd() throws InterruptedException {
        Value keep = python("""
                def keep(value):
                    local.value = value
                keep
                """);
        WeakReference<Object> kept = keepInAThread(keep);
        await().untilAsserted(() -> {
            // The engine keeps the last thread that was in the context.
            assertThat(python("hasattr(local, 'value')").asBoolean()).isFalse();
            System.gc();
            assertThat(kept.get()).isNull();
        });
    }

    private static WeakReference<Object> keepInAThread(Value keep) throws InterruptedException {
        Object value = new Object();
        inThread(Thread.ofPlatform(), () -> keep.execute(value));
        return new WeakReference<>(value);
    }

    @Test
    void thoseThatEndLeaveNothing() throws InterruptedException {
        Value work = python("""
                def work(number):
                    local.value = [number]
                    assert threading.current_thread().name
                work
                """);
        callInThreads(work, WARM_UP);
        await().alias("a round of threads that leaves nothing").atMost(Duration.ofMinutes(5)).until(() -> {
            long before = LeakTest.usedHeap();
            callInThreads(work, SHORT_LIVED);
            return LeakTest.usedHeap() - before;
        }, left -> left < MOST_BYTES);
        assertThat(python("threading.active_count()").asInt()).isEqualTo(1);
    }

    private static void callInThreads(Value work, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            int number = i;
            inThread(Thread.ofPlatform(), () -> work.execute(number));
        }
    }
}
