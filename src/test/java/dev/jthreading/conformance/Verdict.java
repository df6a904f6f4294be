package dev.jthreading.conformance;

import java.util.Optional;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Compares what a test did with what is expected of it, in JUnit's terms. */
final class Verdict {

    private Verdict() {
    }

    /**
     * Returns if the test passed as it must.
     *
     * @throws TestAbortedException if it is known not to pass, and did what is known of it
     * @throws AssertionFailedError otherwise
     */
    static void check(TestReport report, Optional<Expectation> listed) {
        Optional<Expectation> known = listed.filter(expectation -> !expectation.mustPass());
        if (known.isEmpty()) {
            checkPassed(report);
        } else {
            checkKnown(report, known.get());
        }
    }

    /** Whether a test did something else than what is expected of it: {@link #check} then fails. */
    static boolean isUnexpected(Outcome outcome, Optional<Expectation> listed) {
        return outcome != listed.map(Expectation::outcome).orElse(Outcome.PASS);
    }

    private static void checkPassed(TestReport report) {
        if (report.outcome() != Outcome.PASS) {
            throw new AssertionFailedError(report.id() + ": " + report.outcome().word() + "\n" + report.message());
        }
    }

    private static void checkKnown(TestReport report, Expectation known) {
        if (report.outcome() == Outcome.PASS) {
            throw new AssertionFailedError(
                    report.id() + " passes now: remove this line, " + known.where() + " (" + known.reason() + ")");
        }
        if (report.outcome() != known.outcome()) {
            throw new AssertionFailedError("%s is listed at %s as %s, but: %s%n%s".formatted(
                    report.id(), known.where(), known.outcomeWord(), report.outcome().word(), report.message()));
        }
        throw new TestAbortedException(known.reason());
    }
}
