package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** Plain Java threads for the tests of the synchronizers. */
final class Threads {

    /** So long that no test fails because of it on a slow machine. */
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private Threads() { }

    /** A thread and what it returns. */
    record Running<T>(Thread thread, FutureTask<T> result) {

        T get() throws InterruptedException {
            try {
                return result.get(GENEROUS.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError("the thread failed", e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("the thread hangs: " + List.of(thread.getStackTrace()), e);
            }
        }

        /** Returns when the thread is parked, as all waits here park. */
        Running<T> parked() {
            until(() ->
                    thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
            return this;
        }
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(GENEROUS).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    static <T> Running<T> start(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return new Running<>(thread, task);
    }

    static <T> List<Running<T>> start(int count, Callable<T> body) {
        List<Running<T>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            running.add(start(body));
        }
        return running;
    }

    static <T> List<T> results(List<Running<T>> running) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Running<T> each : running) {
            results.add(each.get());
        }
        assertThat(results).hasSameSizeAs(running);
        return results;
    }
}
