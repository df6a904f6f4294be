package dev.jthreading.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * One GraalPy context and the one Java thread that creates it and runs everything in it. That thread is Python's main
 * thread, and the suites test what only a main thread may do, so it must never change.
 */
final class GuestSession extends Session {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    /** As much as an operating system gives the main thread of a python executable. */
    private static final long MAIN_THREAD_STACK = 8L << 20;

    private final ChildActivity children = new ChildActivity(ProcessHandle.current());
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ExecutorService mainThread;
    private final Context context;
    private final Value python;

    GuestSession(Context.Builder builder, String name) {
        mainThread = Executors.newSingleThreadExecutor(
                body -> daemon(new Thread(null, body, "main thread of " + name, MAIN_THREAD_STACK)));
        context = waitFor(mainThread.submit(() -> builder.out(output).err(output).build()));
        python = waitFor(mainThread.submit(this::loadDriver));
    }

    @Override
    String loadTests(String module) {
        return waitFor(mainThread.submit(() -> call("load_suite", module)));
    }

    /**
     * Runs a test of a loaded suite. Without a result the test still runs, and all that is left to do with the session is to
     * {@linkplain #abandon() abandon} it.
     *
     * @param limit how long the test may show no progress
     * @throws IllegalStateException when the context, not the test, failed
     */
    Optional<TestReport> run(String id, ChildActivity activity, Duration limit) {
        Future<String> answer = mainThread.submit(() -> call("run_test", id));
        return ProgressTimeout.await(pause -> answer(answer, pause), activity, limit)
                .map(json -> TestReport.fromJson(json).withMoreOutput(drainOutput()));
    }

    Engine engine() {
        return context.getEngine();
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
    @Override
    void close() {
        Future<?> closing = mainThread.submit(() -> context.close());
        try {
            closing.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            mainThread.shutdown();
            children.kill();
        } catch (TimeoutException | ExecutionException e) {
            abandon();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels everything in the context, without waiting for it: a thread may be stuck where nothing reaches it. */
    void abandon() {
        children.kill();
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

    private static Optional<String> answer(Future<String> answer, Duration pause) {
        try {
            return Optional.of(answer.get(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The context broke", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
