package dev.jthreading.conformance;

import java.time.Duration;
import java.util.List;

/** An implementation of Python that can run CPython's suites. */
interface PythonRuntime extends AutoCloseable {

    /** The ids of a suite's tests, in the order in which unittest runs them. */
    List<String> tests(Suite suite);

    /**
     * Runs one test. A test that neither ends nor shows any progress for {@code limit} is reported as a hang, and the next
     * one starts in a fresh interpreter.
     */
    TestReport run(Suite suite, String id, Duration limit);

    /** Runs one test that may end the process in which it runs. */
    TestReport runIsolated(Suite suite, String id, Duration limit);

    @Override
    void close();
}
