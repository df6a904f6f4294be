package dev.jthreading.conformance;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.List;

/** The Python side of the runner, which CPython runs as a program and GraalPy evaluates in a context. */
final class SuiteDriver {

    static final Path FILE = Path.of("python-tests", "run_suite.py").toAbsolutePath();

    private static final Gson GSON = new Gson();

    private SuiteDriver() {
    }

    static List<String> testIds(String json) {
        return List.of(GSON.fromJson(json, String[].class));
    }
}
