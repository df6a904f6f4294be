package dev.jthreading.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Python interpreter in which the driver of the suites waits for requests. */
abstract class Session {

    private final Map<Suite, List<String>> loaded = new HashMap<>();

    /** Imports a suite, unless it has been, and returns the ids of all its tests. */
    final List<String> load(Suite suite) {
        return loaded.computeIfAbsent(suite, key -> SuiteDriver.testIds(loadTests(key.module())));
    }

    /** Has the driver import a module and returns what it answers. */
    abstract String loadTests(String module);

    abstract void close();
}
