package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tests of a suite that are known not to pass, or to be slow, each with its reason. Every other test must pass.
 *
 * <p>A line reads {@code <test id> <outcome> <reason>}; the outcome is {@code skip}, {@code fail}, {@code error},
 * {@code hang} or {@code crash}, or {@code slow:<seconds>} for a test that passes and may make no progress for that long. Empty lines and lines that start
 * with {@code #} are comments.
 */
final class Expectations {

    /** A test that makes no progress for longer than this, and is not listed as slow, counts as a hang. */
    static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S.*)");
    private static final Pattern SLOW = Pattern.compile("slow:(\\d{1,4})");

    private final Map<String, Expectation> byId = new LinkedHashMap<>();

    private Expectations() {
    }

    /** A suite without a file has to pass as a whole. */
    static Expectations read(Path file) {
        try {
            return parse(file.toString(), Files.exists(file) ? Files.readAllLines(file) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Expectations parse(String file, List<String> lines) {
        Expectations expectations = new Expectations();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                expectations.add(parseLine(line, file + ":" + (i + 1)));
            }
        }
        return expectations;
    }

    Optional<Expectation> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Duration limitOf(String id) {
        return of(id).map(Expectation::limit).orElse(DEFAULT_LIMIT);
    }

    /** The lines about tests that the suite does not have. */
    List<Expectation> withoutTest(Collection<String> ids) {
        return byId.values().stream().filter(expectation -> !ids.contains(expectation.id())).toList();
    }

    private void add(Expectation expectation) {
        @Nullable Expectation earlier = byId.putIfAbsent(expectation.id(), expectation);
        if (earlier != null) {
            throw new IllegalArgumentException(
                    expectation.where() + ": " + expectation.id() + " is already listed at " + earlier.where());
        }
    }

    private static Expectation parseLine(String line, String where) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(where + ": expected '<test id> <outcome> <reason>', found '" + line + "'");
        }
        String id = matcher.group(1);
        String reason = matcher.group(3);
        Matcher slow = SLOW.matcher(matcher.group(2));
        if (slow.matches()) {
            return new Expectation(id, null, Duration.ofSeconds(Long.parseLong(slow.group(1))), reason, where);
        }
        return new Expectation(id, outcome(matcher.group(2), where), DEFAULT_LIMIT, reason, where);
    }

    private static Outcome outcome(String word, String where) {
        return Outcome.named(word).filter(outcome -> outcome != Outcome.PASS)
                .orElseThrow(() -> new IllegalArgumentException(
                        where + ": unknown outcome '" + word + "', expected skip, fail, error, hang, crash or slow:<seconds>"));
    }
}
