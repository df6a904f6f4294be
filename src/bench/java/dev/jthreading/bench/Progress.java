package dev.jthreading.bench;

import dev.jthreading.conformance.Terminal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is, in tenths of estimated seconds. A terminal shows a bar with the time that is left, which learns from the
 * time that was taken. Elsewhere there is a line for each part.
 */
final class Progress implements AutoCloseable {

    private static final int STEPS_PER_SECOND = 10;
    private static final int REFRESH_MILLIS = 500;

    private final Consumer<String> lines;
    private final double total;
    private final long start = System.nanoTime();
    private final @Nullable ProgressBar bar;
    private double done;

    Progress(Consumer<String> lines, Optional<Terminal> terminal, double total) {
        this.lines = lines;
        this.total = total;
        bar = terminal.map(screen -> bar(screen, total)).orElse(null);
    }

    private static ProgressBar bar(Terminal screen, double total) {
        return new ProgressBarBuilder().setTaskName("bench").setInitialMax(steps(total)).setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(screen.stream(), screen.width()))
                .setUpdateIntervalMillis(REFRESH_MILLIS).hideEta().clearDisplayOnFinish().build();
    }

    /** A part begins. */
    void starts(String part) {
        if (bar == null) {
            lines.accept("%s, %s left: %s".formatted(minutes(taken()), minutes(left()), part));
        } else {
            bar.setExtraMessage(" %s left: %s".formatted(minutes(left()), part));
        }
    }

    /** A part has ended that was estimated to take so many seconds. */
    void ends(double seconds) {
        done += seconds;
        if (bar != null) {
            bar.stepTo(steps(done));
        }
    }

    private double taken() {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
    }

    private double left() {
        return left(total, done, taken());
    }

    /** The estimate of the rest, corrected by what the estimate of the beginning was worth. */
    static double left(double total, double done, double taken) {
        return (total - done) * (done > 0 ? taken / done : 1);
    }

    static String minutes(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
    }

    private static long steps(double seconds) {
        return Math.round(seconds * STEPS_PER_SECOND);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
