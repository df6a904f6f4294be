package dev.jthreading.conformance;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a run was limited to.
 *
 * @param tests an expression that is found in the ids of the tests, empty for all
 * @param suites an expression that is found in the titles of the suites, empty for all
 * @param isRecorded whether this build's versions are those whose results the repository has
 */
record Limits(String tests, String suites, boolean isRecorded) {

    /** The limits that {@code -Dconformance.tests} and {@code -Dconformance.suites} set, and what the build sets. */
    static Limits fromSystemProperties() {
        return new Limits(System.getProperty("conformance.tests", ""), System.getProperty("conformance.suites", ""),
                Boolean.getBoolean("conformance.record"));
    }

    /** Whether each suite that ran was run from end to end. */
    boolean leaveSuitesWhole() {
        return tests.isEmpty();
    }

    List<String> inWords() {
        return Stream.of(inWords("suites", suites), inWords("tests", tests)).flatMap(List::stream).toList();
    }

    private static List<String> inWords(String what, String expression) {
        return expression.isEmpty() ? List.of() : List.of("only " + what + " in whose name " + expression + " is found");
    }
}
