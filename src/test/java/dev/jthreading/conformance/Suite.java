package dev.jthreading.conformance;

import java.util.List;

/** One test module of CPython's {@code test} package. */
record Suite(String module) {

    static final List<Suite> ALL = List.of(new Suite("test.test_threading"), new Suite("test.test_thread"),
            new Suite("test.test_threading_local"));

    String name() {
        return module.substring(module.lastIndexOf('.') + 1);
    }
}
