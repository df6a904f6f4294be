package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class VerdictTest {

    @Test
    void unlistedOrSlowTestMustPass() {
        assertThatNoException().isThrownBy(() -> check(Outcome.PASS, Optional.empty()));
        assertThatNoException().isThrownBy(() -> check(Outcome.PASS, listedAs(null)));
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> check(Outcome.SKIP, Optional.empty())).withMessageContaining("what the test said");
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> check(Outcome.HANG, listedAs(null))).withMessageContaining("hang");
    }

    @Test
    void listedTestIsAbortedWithItsReason() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> check(Outcome.FAIL, listedAs(Outcome.FAIL))).withMessage("the reason");
    }

    @Test
    void listedTestThatPassesAsksForItsLineToBeRemoved() {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> check(Outcome.PASS, listedAs(Outcome.FAIL)))
                .withMessageContaining("remove this line").withMessageContaining("a-3.12.txt:7");
    }

    @Test
    void listedTestWithAnotherOutcomeFails() {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> check(Outcome.ERROR, listedAs(Outcome.SKIP)))
                .withMessageContaining("listed at a-3.12.txt:7 as skip, but: error");
    }

    private static void check(Outcome outcome, Optional<Expectation> listed) {
        Verdict.check(TestReport.withoutAnswer("test.a.B.test_c", outcome, "what the test said"), listed);
    }

    private static Optional<Expectation> listedAs(@Nullable Outcome outcome) {
        return Optional.of(new Expectation(
                "test.a.B.test_c", outcome, Expectations.DEFAULT_LIMIT, false, "the reason", "a-3.12.txt:7"));
    }
}
