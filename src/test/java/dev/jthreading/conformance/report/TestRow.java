package dev.jthreading.conformance.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test, on all implementations.
 *
 * @param suite the suite's name
 * @param listed what the expectation files say that the test does, or null if it must pass
 * @param reason why, or null if it is not listed
 * @param unexpected whether it did something else than what is expected of it, which fails the build
 * @param results by the implementation's key; one that did not run the test is missing
 */
public record TestRow(String id, String suite, @Nullable String listed, @Nullable String reason, boolean unexpected,
        Map<String, Result> results) {
}
