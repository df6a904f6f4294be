package dev.jthreading.conformance;

import java.time.Duration;
import java.util.List;

/** An implementation of Python that can run CPython's suites. */
interface PythonRuntime extends AutoCloseable {

    /** The ids of a suite's tests, in the order in which unittest runs them. */
    List<String> tests(Suite suite);

    /**
     * Runs one test and returns within about {@code limit} whatever the test does. After a hang, the next test starts in a
     * fresh interpreter.
     */
    TestReport run(Suite suite, String id, Duration limit);

    @Override
    void close();
}
