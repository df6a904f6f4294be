package dev.jthreading.conformance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line of an expectation file.
 *
 * @param outcome what the test is known to end in instead of passing, or null for a test that passes, but is slow or has to run alone
 * @param limit how long the test may make no progress
 * @param alone whether the test runs in a process of its own
 * @param where file and line, for messages
 */
record Expectation(String id, @Nullable Outcome outcome, Duration limit, boolean alone, String reason, String where) {

    boolean mustPass() {
        return outcome == null;
    }

    String outcomeWord() {
        return outcome != null ? outcome.word() : alone ? "alone" : "slow";
    }
}
