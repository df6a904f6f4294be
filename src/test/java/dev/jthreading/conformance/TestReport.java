package dev.jthreading.conformance;

import com.google.gson.Gson;
import java.util.List;

/** What {@code python-tests/run_suite.py} says about one test that it ran. */
record TestReport(String id, Outcome outcome, String message, String output, double seconds, List<String> threadsLeft) {

    private static final Gson GSON = new Gson();

    static TestReport fromJson(String json) {
        return GSON.fromJson(json, TestReport.class);
    }

    /** A test whose interpreter gave no report, because it hung or broke. */
    static TestReport withoutAnswer(String id, Outcome outcome, String message) {
        return new TestReport(id, outcome, message, "", 0, List.of());
    }

    TestReport withMoreOutput(String more) {
        return new TestReport(id, outcome, message, output + more, seconds, threadsLeft);
    }
}
