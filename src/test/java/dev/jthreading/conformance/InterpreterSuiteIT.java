package dev.jthreading.conformance;

import java.io.IOException;

/** The suites about interpreters. */
class InterpreterSuiteIT extends CPythonSuites {

    InterpreterSuiteIT() throws IOException {
        super(Suite::isAboutInterpreters);
    }
}
