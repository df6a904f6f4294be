package dev.jthreading.conformance;

import java.io.IOException;
import java.util.function.Predicate;

/** The suites about threads, their synchronizers, and what CPython's library builds on them. */
class CPythonSuiteIT extends CPythonSuites {

    CPythonSuiteIT() throws IOException {
        super(Predicate.not(Suite::isAboutInterpreters));
    }
}
