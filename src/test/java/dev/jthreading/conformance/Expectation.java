package dev.jthreading.conformance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line of an expectation file.
 *
 * @param outcome what the test is known to end in instead of passing, or null for a test that passes but is slow
 * @param limit how long the test may take
 * @param where file and line, for messages
 */
record Expectation(String id, @Nullable Outcome outcome, Duration limit, String reason, String where) {

    boolean mustPass() {
        return outcome == null;
    }

    String outcomeWord() {
        return outcome == null ? "slow" : outcome.word();
    }
}
