package dev.jthreading.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * One GraalPy context and the one Java thread that creates it and runs everything in it. That thread is Python's main
 * thread, and the suites test what only a main thread may do, so it must never change.
 */
final class GuestSession {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    /** As much as an operating system gives the main thread of a python executable. */
    private static final long MAIN_THREAD_STACK = 8L << 20;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Map<Suite, List<String>> loaded = new HashMap<>();
    private final ExecutorService mainThread;
    private final Context context;
    private final Value python;

    GuestSession(Context.Builder builder, String name) {
        mainThread = Executors.newSingleThreadExecutor(
                body -> daemon(new Thread(null, body, "main thread of " + name, MAIN_THREAD_STACK)));
        context = waitFor(mainThread.submit(() -> builder.out(output).err(output).build()));
        python = waitFor(mainThread.submit(this::loadDriver));
    }

    List<String> load(Suite suite) {
        return loaded.computeIfAbsent(suite, key -> waitFor(
                mainThread.submit(() -> SuiteDriver.testIds(call("load_suite", key.module())))));
    }

    /**
     * Runs a test of a loaded suite.
     *
     * @throws TimeoutException when the test takes longer than {@code limit}; it still runs then, and all that is
     *             left to do with the session is to {@linkplain #abandon() abandon} it
     * @throws ExecutionException when the context, not the test, failed
     */
    TestReport run(String id, Duration limit) throws TimeoutException, ExecutionException {
        Callable<String> test = () -> call("run_test", id);
        try {
            return TestReport.fromJson(mainThread.submit(test).get(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .withMoreOutput(drainOutput());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What was written to the context's standard streams, past {@code sys.stdout}, since the last call. */
    String drainOutput() {
        synchronized (output) {
            String text = output.toString(StandardCharsets.UTF_8);
            output.reset();
            return text;
        }
    }

    /** Closes the context as an application does, or by force if that takes too long. */
    void close() {
        Future<?> closing = mainThread.submit(() -> context.close());
        try {
            closing.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            mainThread.shutdown();
        } catch (TimeoutException | ExecutionException e) {
            abandon();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels everything in the context, without waiting for it: a thread may be stuck where nothing reaches it. */
    void abandon() {
        mainThread.shutdown();
        daemon(new Thread(() -> context.close(true), "closer of a hung context")).start();
    }

    private Value loadDriver() {
        try {
            context.eval(Source.newBuilder("python", SuiteDriver.FILE.toFile()).build());
            return context.getBindings("python");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String call(String function, String argument) {
        return python.getMember(function).execute(argument).asString();
    }

    private static Thread daemon(Thread thread) {
        thread.setDaemon(true);
        return thread;
    }

    private static <T> T waitFor(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
