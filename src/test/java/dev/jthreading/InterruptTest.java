package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** {@code Context.interrupt} ends what all threads of a context are doing, and the context goes on. */
@Timeout(300)
class InterruptTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RepeatedTest(3)
    void synchronizersAreConsistentAfterwards() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").out(output).err(output)
                .build()) {
            context.eval("python", """
                    import queue, threading, time
                    lock, rlock, condition, permits = threading.Lock(), threading.RLock(), threading.Condition(), threading.Semaphore(0)
                    barrier, event, items, simple = threading.Barrier(3), threading.Event(), queue.Queue(), queue.SimpleQueue()
                    lock.acquire()
                    rlock.acquire()

                    def busy():
                        while True:
                            pass

                    def notified():
                        with condition:
                            condition.wait()

                    for wait in (lock.acquire, rlock.acquire, permits.acquire, barrier.wait, event.wait, busy, notified, items.get,
                                 simple.get, lambda: time.sleep(9999.5), threading.Event().wait):
                        for _ in range(2 if wait == barrier.wait else 3):
                            threading.Thread(target=wait).start()
                    """);
            CompletableFuture<Void> interruption = CompletableFuture.runAsync(() -> interruptWhenAllWait(context));
            assertThatExceptionOfType(PolyglotException.class).isThrownBy(() -> context.eval("python", "threading.Event().wait()"))
                    .matches(PolyglotException::isInterrupted);
            interruption.join();
            await().until(() -> context.eval("python", "threading.active_count()").asInt() == 1);
            assertThat(context.eval("python", """
                    found = [lock.locked(), rlock._recursion_count(), permits.acquire(False),
                             barrier.n_waiting, barrier.broken, event.is_set()]
                    lock.release()
                    rlock.release()
                    with lock, rlock, condition:
                        condition.notify_all()
                    permits.release()
                    found += [permits.acquire(timeout=60), permits.acquire(False)]
                    items.put(1)
                    found.append(items.get(timeout=60))
                    simple.put(2)
                    found.append(simple.get(timeout=60))
                    threads = [threading.Thread(target=barrier.wait) for _ in range(3)]
                    for thread in threads: thread.start()
                    for thread in threads: thread.join()
                    str(found)
                    """).asString()).isEqualTo("[True, 1, False, 0, False, False, True, False, 1, 2]");
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void interruptWhenAllWait(Context context) {
        PythonThreads threads = PythonThreads.of(context);
        // The main thread as well: one that is interrupted on its way into Python keeps GraalPy's GIL.
        await().until(() -> threads.list().stream().map(PythonThread::waitsFor)
                .filter(waitsFor -> waitsFor != null && waitsFor.matches("<(threading|queue)\\..*")).count() == 27);
        try {
            context.interrupt(PATIENCE);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }
}
