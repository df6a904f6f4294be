package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.PolyglotException;

/** One thread of the application that looks at all threads of all interpreters all the time. */
final class Dumping {

    private Dumping() { }

    @FunctionalInterface
    interface Program {
        void run() throws Exception;
    }

    /** Runs {@code program} meanwhile. Interpreters may end, and the context may be interrupted. */
    static void whileDumped(PythonThreads threads, Program program) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Integer> dumps = executor.submit(() -> {
                int count = 0;
                while (!done.get()) {
                    count += dumped(threads);
                }
                return count;
            });
            try {
                program.run();
            } finally {
                done.set(true);
            }
            assertThat(dumps.get()).isPositive();
        }
    }

    private static int dumped(PythonThreads threads) {
        int count = 0;
        try {
            for (PythonInterpreter interpreter : threads.interpreters()) {
                count += dumped(interpreter);
            }
        } catch (PolyglotException end) {
            assertThat(end.isInterrupted()).as(end.toString()).isTrue();
        }
        return count;
    }

    private static int dumped(PythonInterpreter interpreter) {
        try {
            interpreter.threads().dump();
            return 1;
        } catch (IllegalStateException closed) {
            assertThat(closed).hasMessageContaining("is closed");
            return 0;
        }
    }
}
