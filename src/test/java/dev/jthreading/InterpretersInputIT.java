package dev.jthreading;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Wrong, odd and extreme arguments to all that is about interpreters come to the same as in CPython 3.14. The cases are in
 * {@code python-tests/interpreters_input.py}.
 */
class InterpretersInputIT {

    private static final int FEWEST_CASES = 1500;

    @TestFactory
    Stream<DynamicTest> sameAsInCPython() throws IOException, InterruptedException {
        return CaseComparison.with(Installation.cpythonWithInterpreters(), "interpreters_input.py", "interpreters_input.txt", FEWEST_CASES);
    }
}
