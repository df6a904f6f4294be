package dev.jthreading.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One test module of CPython's {@code test} package.
 *
 * @param module the module, for example {@code test.test_queue}
 * @param version which version of CPython the file is from, for example 3.12
 * @param part which of its tests are run, or empty for all of them
 */
record Suite(String module, String version, Optional<Part> part) {

    static final Path EXPECTATIONS = Path.of("python-tests", "expectations");

    /** Ordered by version, because an interpreter serves one version. */
    static final List<Suite> ALL = List.of(
            of("test.test_threading", "3.12"),
            of("test.test_thread", "3.12"),
            of("test.test_threading_local", "3.12"),
            of("test.test_threadsignals", "3.12"),
            of("test.test_threading", "3.13"),
            of("test.test_thread", "3.13"),
            of("test.test_threading_local", "3.13"),
            of("test.test_threading", "3.14"),
            of("test.test_thread", "3.14"),
            of("test.test_threading_local", "3.14"));

    /**
     * Some of a suite's tests.
     *
     * @param idsWith an expression that is found in the ids of these tests
     * @param whyNotTheOthers a predicate, whose subject is the rest of the suite
     */
    record Part(String idsWith, String whyNotTheOthers) {

        boolean includes(String id) {
            return Pattern.compile(idsWith).matcher(id).find();
        }
    }

    private static Suite of(String module, String version) {
        return new Suite(module, version, Optional.empty());
    }

    /** For example {@code test_queue}. */
    String name() {
        return module.substring("test.".length());
    }

    Path expectationFile() {
        return EXPECTATIONS.resolve(name() + "-" + version + ".txt");
    }

    boolean includes(String id) {
        return part.map(some -> some.includes(id)).orElse(true);
    }
}
