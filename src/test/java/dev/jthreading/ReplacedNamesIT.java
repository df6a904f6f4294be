package dev.jthreading;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a program puts in the place of a name of {@code threading}, or sets a private attribute to, has the effect that it
 * has in CPython. The cases are in {@code python-tests/replaced_names.py}.
 */
class ReplacedNamesIT {

    private static final int FEWEST_CASES = 350;

    @TestFactory
    Stream<DynamicTest> sameAsInCPython() throws IOException, InterruptedException {
        return CaseComparison.withCPython("replaced_names.py", "replaced_names.txt", FEWEST_CASES);
    }
}
