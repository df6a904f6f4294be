package dev.jthreading;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Wrong, odd and extreme arguments come to the same as in CPython, to the letter of the message. The cases are in
 * {@code python-tests/bad_input_cases.py}; all of them run in one context here, and in one process of CPython.
 */
class BadInputIT {

    private static final int FEWEST_CASES = 1500;

    @TestFactory
    Stream<DynamicTest> sameAsInCPython() throws IOException, InterruptedException {
        return CaseComparison.withCPython("bad_input.py", "bad_input.txt", FEWEST_CASES);
    }
}
