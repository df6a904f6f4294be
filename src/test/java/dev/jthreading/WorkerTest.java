package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;

/** Java threads are kept for Python threads to come, within bounds. */
class WorkerTest {

    private static final String IDLE = "jthreading idle worker";
    private static final String RUN_FIVE_AT_ONCE = """
            import threading
            barrier = threading.Barrier(5)
            threads = [threading.Thread(target=barrier.wait) for _ in range(5)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            """;

    private static Context.Builder context() {
        return Context.newBuilder("python").option("jthreading", "true").allowCreateThread(true);
    }

    private static long idleWorkers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(IDLE)).count();
    }

    @Test
    void noMoreThanTheOptionAllowsStayIdleAndThoseNotForLong() {
        try (Context context = context().option("jthreading.IdleWorkers", "2").build()) {
            context.eval("python", RUN_FIVE_AT_ONCE);
            await().untilAsserted(() -> assertThat(idleWorkers()).isEqualTo(2));
            await().untilAsserted(() -> assertThat(idleWorkers()).isZero());
            context.eval("python", RUN_FIVE_AT_ONCE);
        }
    }

    @Test
    void aKindThatIsNeededNowHasPrecedenceOverOneThatWasNeededOnce() {
        try (Context context = context().option("jthreading.IdleWorkers", "5").build()) {
            context.eval("python", RUN_FIVE_AT_ONCE);
            await().untilAsserted(() -> assertThat(idleWorkers()).isEqualTo(5));
            assertThat(context.eval("python", """
                    idents = []
                    for _ in range(5):
                        thread = threading.Thread(target=lambda: idents.append(threading.get_ident()), daemon=True)
                        thread.start()
                        thread.join()
                    len(set(idents))
                    """).asInt()).isEqualTo(1);
        }
    }

    @Test
    void noneStaysIdleUnlessTheOptionSaysSo() {
        try (Context context = context().build()) {
            context.eval("python", RUN_FIVE_AT_ONCE);
            assertThat(context.eval("python", """
                    idents = []
                    for _ in range(5):
                        thread = threading.Thread(target=lambda: idents.append(threading.get_ident()))
                        thread.start()
                        thread.join()
                    len(set(idents))
                    """).asInt()).isEqualTo(5);
            assertThat(idleWorkers()).isZero();
        }
    }

    @Test
    void idleWorkersEndWithTheContext() {
        try (Context context = context().option("jthreading.IdleWorkers", "5").build()) {
            context.eval("python", RUN_FIVE_AT_ONCE);
            await().untilAsserted(() -> assertThat(idleWorkers()).isEqualTo(5));
        }
        assertThat(idleWorkers()).isZero();
    }

    @Test
    @SuppressWarnings("resource")
    void idleWorkersEndWithACancelledContext() {
        Context context = context().option("jthreading.IdleWorkers", "5").build();
        context.eval("python", RUN_FIVE_AT_ONCE);
        await().untilAsserted(() -> assertThat(idleWorkers()).isEqualTo(5));
        context.close(true);
        assertThat(idleWorkers()).isZero();
    }

    @Test
    void aThreadThatCouldNotBeStartedCanBeStartedLater() {
        try (Context context = context().build()) {
            assertThat(context.eval("python", """
                    import threading
                    seen = []
                    thread = threading.Thread(target=seen.append, args=(1,))
                    threading.stack_size(1 << 46)
                    try:
                        thread.start()
                    except RuntimeError as error:
                        seen.append(str(error))
                    seen += [thread.ident, thread.is_alive(), threading.active_count(), threading._limbo]
                    threading.stack_size(0)
                    thread.start()
                    thread.join()
                    str(seen)
                    """).asString()).isEqualTo("[\"can't start new thread\", None, False, 1, {}, 1]");
        }
    }

    @Test
    void theOptionTakesNumbersOfThreads() {
        assertThatThrownBy(() -> context().option("jthreading.IdleWorkers", "-1").build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not negative");
        assertThatThrownBy(() -> context().option("jthreading.IdleWorkers", "some").build())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
