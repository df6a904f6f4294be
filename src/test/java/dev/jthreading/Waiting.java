package dev.jthreading;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what another thread does. */
final class Waiting {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Waiting() {
    }

    /** Looks on the caller's own thread, so that no other one enters a context, for longer than it takes on any machine. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInSameThread();
    }
}
