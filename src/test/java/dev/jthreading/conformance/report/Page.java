package dev.jthreading.conformance.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the template of the page shows, ready to be printed: the template escapes and repeats, and decides nothing. */
record Page(String generated, boolean limited, List<String> limits, int unexpected, int count, List<Column> columns,
        List<Summary> summaries, List<Row> rows, List<String> outcomes, String style, String script) {

    /** An implementation. */
    record Column(String key, String title, List<Origin> origins) {
    }

    /** Where results come from. */
    record Origin(String version, String runtime, String when) {
    }

    /** The totals of a suite, or of all. */
    record Summary(String name, boolean total, int count, List<Share> shares) {
    }

    /** An implementation's share in a suite's tests. */
    record Share(String passed, String others, List<Segment> segments) {
    }

    /** A part of the bar that shows a share. */
    record Segment(String outcome, String percent) {
    }

    /** A test: the last part of its id, and the class or module before it. */
    record Row(String id, String suite, String group, String name, List<Cell> cells, @Nullable String listed,
            @Nullable String reason, boolean unexpected, List<Message> messages) {
    }

    /**
     * An implementation's result of a test.
     *
     * @param rank orders outcomes from good to bad
     */
    record Cell(String key, String outcome, String word, int rank, String time, String seconds) {
    }

    /** What a test said on an implementation. */
    record Message(String title, String text) {
    }
}
