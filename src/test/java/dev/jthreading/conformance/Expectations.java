package dev.jthreading.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tests of a suite that are known not to pass, or to be slow, each with its reason. Every other test must pass.
 *
 * <p>A line reads {@code <test id> <outcome> <reason>}. The outcome is {@code skip}, {@code fail}, {@code error},
 * {@code hang} or {@code crash}. A test that passes has {@code slow:<seconds>} if it may make no progress for that long,
 * or {@code alone} if it needs a process of its own. Empty lines and lines that start with {@code #} are comments.
 *
 * <p>A file of what is different with some version of GraalPy has such lines too. They take the place of those about the same
 * test. One with the outcome {@code pass} takes such a line away.
 */
final class Expectations {

    /** A test that makes no progress for longer than this, and is not listed as slow, counts as a hang. */
    static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S.*)");
    private static final Pattern SLOW = Pattern.compile("slow:(\\d{1,4})");

    private final Map<String, Expectation> byId = new LinkedHashMap<>();

    private Expectations() {
    }

    /** What is expected of a suite with this build's GraalPy. A suite without a file has to pass as a whole. */
    static Expectations of(Suite suite) {
        Path file = ExpectationFiles.named(suite.expectationFile());
        Expectations expectations = parse(file.toString(), Files.exists(file) ? read(file) : List.of());
        ExpectationFiles.differences(suite.expectationFile())
                .ifPresent(differences -> expectations.change(differences.toString(), read(differences)));
        return expectations;
    }

    static Expectations parse(String file, List<String> lines) {
        Expectations expectations = new Expectations();
        parseLines(file, lines, outcome -> outcome != Outcome.PASS).forEach(expectations::add);
        return expectations;
    }

    /** Has the lines of another file take the place of those about the same tests. */
    void change(String file, List<String> lines) {
        Expectations changes = new Expectations();
        for (Expectation change : parseLines(file, lines, outcome -> true)) {
            changes.add(change);
            boolean passes = change.outcome() == Outcome.PASS;
            @Nullable Expectation before = passes ? byId.remove(change.id()) : byId.put(change.id(), change);
            if (before == null ? passes : before.outcomeWord().equals(change.outcomeWord()) && before.limit().equals(change.limit())) {
                throw new IllegalArgumentException(change.where() + ": " + change.id() + " is no different without this line");
            }
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Expectation> parseLines(String file, List<String> lines, Predicate<Outcome> allowed) {
        List<Expectation> parsed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                parsed.add(parseLine(line, file + ":" + (i + 1), allowed));
            }
        }
        return parsed;
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

    private static Expectation parseLine(String line, String where, Predicate<Outcome> allowed) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(where + ": expected '<test id> <outcome> <reason>', found '" + line + "'");
        }
        String id = matcher.group(1);
        String reason = matcher.group(3);
        Matcher slow = SLOW.matcher(matcher.group(2));
        if (slow.matches()) {
            return new Expectation(id, null, Duration.ofSeconds(Long.parseLong(slow.group(1))), false, reason, where);
        }
        if (matcher.group(2).equals("alone")) {
            return new Expectation(id, null, DEFAULT_LIMIT, true, reason, where);
        }
        Outcome outcome = outcome(matcher.group(2), where, allowed);
        return new Expectation(id, outcome, DEFAULT_LIMIT, outcome == Outcome.CRASH, reason, where);
    }

    private static Outcome outcome(String word, String where, Predicate<Outcome> allowed) {
        return Outcome.named(word).filter(allowed)
                .orElseThrow(() -> new IllegalArgumentException(
                        where + ": unknown outcome '" + word + "', expected skip, fail, error, hang, crash, alone or slow:<seconds>"));
    }
}
