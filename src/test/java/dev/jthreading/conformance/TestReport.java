package dev.jthreading.conformance;

import com.google.gson.Gson;
import dev.jthreading.conformance.report.Result;
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

    /** What a reader of the whole run wants to know of it; the time of a test that did not end says nothing. */
    Result result() {
        boolean ended = outcome != Outcome.HANG && outcome != Outcome.CRASH;
        return new Result(outcome, ended ? Math.round(seconds * 1000) / 1000.0 : null, message);
    }

    TestReport withMoreOutput(String more) {
        return new TestReport(id, outcome, message, output + more, seconds, threadsLeft);
    }
}
