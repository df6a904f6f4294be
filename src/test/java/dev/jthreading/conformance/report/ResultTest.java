package dev.jthreading.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.conformance.Outcome;
import org.junit.jupiter.api.Test;

class ResultTest {

    @Test
    void summaryOfTracebackIsTheException() {
        assertThat(summary(Outcome.ERROR, "Traceback (most recent call last):\n  File \"/a/b.py\", line 3\nValueError: x\n\n"))
                .isEqualTo("ValueError: x");
    }

    @Test
    void summaryOfExceptionWithMoreLinesIsItsFirst() {
        assertThat(summary(Outcome.FAIL, "  File \"/a/b.py\", line 3\nAssertionError: Lists differ\n- ['a: b']\n---\n"))
                .isEqualTo("AssertionError: Lists differ");
    }

    @Test
    void summaryNamesNoDirectoryAndNoAddress() {
        assertThat(summary(Outcome.CRASH, "the interpreter ended, see /home/me/target/errors.txt"))
                .isEqualTo("the interpreter ended, see errors.txt");
        assertThat(summary(Outcome.FAIL, "AssertionError: <X at 0x63b3da41> is not 1/2"))
                .isEqualTo("AssertionError: <X at 0x...> is not 1/2");
    }

    @Test
    void summaryOfHangIsWhatHappened() {
        assertThat(summary(Outcome.HANG, "no progress for 60 s\nPython frames\n    sleep")).isEqualTo("no progress for 60 s");
    }

    @Test
    void summaryIsShortAndOfPassedTestsEmpty() {
        assertThat(summary(Outcome.FAIL, "x".repeat(1000))).hasSizeLessThan(250).endsWith(" ...");
        assertThat(summary(Outcome.PASS, "failed as the test expects")).isEmpty();
        assertThat(summary(Outcome.FAIL, "")).isEmpty();
    }

    private static String summary(Outcome outcome, String message) {
        return new Result(outcome, 1.0, message).summary().message();
    }
}
