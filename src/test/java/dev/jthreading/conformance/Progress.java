package dev.jthreading.conformance;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a long run is: a line when a suite starts, and one when it has ended. In between, a terminal shows a bar with the
 * test that is running.
 */
final class Progress {

    private static final int REFRESH_MILLIS = 250;

    private final PrintStream lines;
    private final Optional<Terminal> terminal;
    private final int nameWidth;
    private final int suites;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private String suite = "";
    private int suitesStarted;
    private int testsLeft;
    private long start;
    private @Nullable ProgressBar bar;

    /**
     * Shows nothing yet.
     *
     * @param suites how many suites are going to run
     */
    Progress(PrintStream lines, Optional<Terminal> terminal, int suites) {
        this.lines = lines;
        this.terminal = terminal;
        nameWidth = terminal.map(Terminal::width).orElse(0) / 3;
        this.suites = suites;
    }

    void suiteStarts(String title, int tests) {
        suitesStarted++;
        if (tests == 0) {
            return;
        }
        String number = "[%d/%d]".formatted(suitesStarted, suites);
        suite = number + " " + title;
        testsLeft = tests;
        start = System.nanoTime();
        counts.clear();
        // Maven passes lines on with a delay, so on a terminal this one goes the way of the bar that follows it.
        terminal.map(Terminal::stream).orElse(lines).printf("%s: %d tests%n", suite, tests);
        bar = terminal.map(screen -> bar(screen, number, tests)).orElse(null);
    }

    void testStarts(String id) {
        if (bar != null) {
            bar.setExtraMessage(" " + shortName(id, nameWidth));
        }
    }

    void testEnds(Outcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
        if (bar != null) {
            bar.step();
        }
        testsLeft--;
        if (testsLeft == 0) {
            suiteEnds();
        }
    }

    private void suiteEnds() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        String outcomes = counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
        lines.printf("%s: %s, after %d:%02d min%n", suite, outcomes, time.toMinutes(), time.toSecondsPart());
    }

    private static ProgressBar bar(Terminal screen, String name, int tests) {
        return new ProgressBarBuilder().setTaskName(name).setInitialMax(tests).setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(screen.stream(), screen.width()))
                .setUpdateIntervalMillis(REFRESH_MILLIS).clearDisplayOnFinish().build();
    }

    /** The method's name, always as wide: the bar beside it would jump otherwise. */
    private static String shortName(String id, int width) {
        String name = id.substring(id.lastIndexOf('.') + 1);
        return name.length() > width ? name.substring(0, width) : name + " ".repeat(width - name.length());
    }
}
