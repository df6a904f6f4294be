package dev.jthreading.conformance.report;

import dev.jthreading.conformance.Outcome;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one test did on one implementation.
 *
 * @param seconds how long it took, or null if it did not end by itself
 * @param message what it said, empty if it passed in silence
 */
public record Result(Outcome outcome, @Nullable Double seconds, String message) {

    private static final int LONGEST_SUMMARY = 200;
    private static final Pattern EXCEPTION = Pattern.compile("[A-Za-z_][\\w.]*: .*");
    private static final Pattern DIRECTORIES = Pattern.compile("(?<![\\w.])/(?:[^\\s/'\"]+/)+");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]+");

    /** The result without what changes from run to run and from machine to machine: for a file that is kept. */
    Result summary() {
        String line = outcome == Outcome.PASS ? "" : ADDRESS.matcher(DIRECTORIES.matcher(tellingLine()).replaceAll("")).replaceAll("0x...");
        return new Result(outcome, seconds, line.length() <= LONGEST_SUMMARY ? line : line.substring(0, LONGEST_SUMMARY) + " ...");
    }

    /** The line of the last exception; what is no traceback begins with what happened. */
    private String tellingLine() {
        boolean traceback = outcome == Outcome.FAIL || outcome == Outcome.ERROR;
        Optional<String> exception = message.lines().filter(line -> traceback && EXCEPTION.matcher(line).matches())
                .reduce((earlier, later) -> later);
        return exception.or(() -> message.lines().filter(line -> !line.isBlank()).findFirst()).orElse("").strip();
    }
}
