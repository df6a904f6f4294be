package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

/** Threads that have ended leave no memory taken. */
class LeakTest {

    /** Meanwhile the code gets compiled, which takes memory that is none of a thread's. */
    private static final int WARM_UP = 40_000;
    private static final int MEASURED = 60_000;
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
            long before = usedHeap();
            startAndJoin.execute(measured);
            assertThat((usedHeap() - before) / measured).as("bytes for each thread").isLessThan(MOST_BYTES_PER_THREAD);
            assertThat(context.eval("python", "threading.active_count()").asInt()).isEqualTo(1);
        }
    }

    private static long usedHeap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
