package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

/** Threads that have ended leave no memory taken. */
class LeakTest {

    /** Meanwhile the code gets compiled, which takes memory that is none of a thread's. */
    private static final int WARM_UP = 40_000;
    private static final int MEASURED = 60_000;
    /** How long it may take until a round is undisturbed: a compiler that runs in one keeps megabytes for itself. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The smallest object there is. */
    private static final long MOST_BYTES_PER_THREAD = 16;

    @Test
    void aHundredThousandThreadsLeaveMemoryWhereItWas() throws InterruptedException {
        assertNothingIsLeft(WARM_UP, MEASURED, "128");
    }

    @Test
    void threadsWithAJavaThreadOfTheirOwnLeaveMemoryWhereItWas() throws InterruptedException {
        assertNothingIsLeft(WARM_UP / 4, MEASURED / 4, "0");
    }

    private static void assertNothingIsLeft(int warmUp, int measured, String idleWorkers) throws InterruptedException {
        try (Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true")
                .option("jthreading.IdleWorkers", idleWorkers).build()) {
            Value startAndJoin = context.eval("python", """
                    import threading
                    local = threading.local()
                    def work():
                        local.value = 1
                    def start_and_join(count):
                        for _ in range(count):
                            thread = threading.Thread(target=work)
                            thread.start()
                            thread.join()
                    start_and_join
                    """);
            startAndJoin.execute(warmUp);
            await().alias("a round of threads that leaves nothing").atMost(PATIENCE)
                    .until(() -> bytesLeftByEach(startAndJoin, measured), left -> left < MOST_BYTES_PER_THREAD);
            assertThat(context.eval("python", "threading.active_count()").asInt()).isEqualTo(1);
        }
    }

    private static long bytesLeftByEach(Value startAndJoin, int count) throws InterruptedException {
        long before = usedHeap();
        startAndJoin.execute(count);
        return (usedHeap() - before) / count;
    }

    static long usedHeap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
