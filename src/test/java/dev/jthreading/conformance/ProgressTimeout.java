package dev.jthreading.conformance;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Waits for a test's result until neither the test nor a child process of it has shown any progress for a while. */
final class ProgressTimeout {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private ProgressTimeout() {
    }

    /**
     * Waits for a result.
     *
     * @param result waits for as long as it is told to, and is empty if there is no result by then
     * @param limit how long to wait after the last sign of progress
     */
    static <T> Optional<T> await(Function<Duration, Optional<T>> result, ChildActivity children, Duration limit) {
        long lastProgress = System.nanoTime();
        while (System.nanoTime() - lastProgress < limit.toNanos()) {
            Optional<T> found = result.apply(LOOK_EVERY);
            if (found.isPresent()) {
                return found;
            }
            if (children.hasAdvanced()) {
                lastProgress = System.nanoTime();
            }
        }
        return Optional.empty();
    }
}
