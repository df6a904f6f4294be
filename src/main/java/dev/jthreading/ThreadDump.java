package dev.jthreading;

import dev.jthreading.sync.Names;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the Python threads of a context are doing, the main thread first. {@link #toString} is the text that a person reads;
 * {@link #toFullString} has all of Java's frames too. In these texts, names that a program gave have escapes in place of what would
 * end a line or what a terminal would obey.
 *
 * @param threads the threads
 * @param deadlocks circles of threads each of which waits for the next, so that none of them can go on by itself
 */
public record ThreadDump(List<Entry> threads, List<Deadlock> deadlocks) {

    /** Copies the lists. */
    public ThreadDump {
        threads = List.copyOf(threads);
        deadlocks = List.copyOf(deadlocks);
    }

    /**
     * One thread.
     *
     * @param thread what it is and what it waits for
     * @param holds the locks that it has, of those that somebody had to wait for since they were made
     * @param pythonStack its Python frames, the most recent call first, without those of {@code threading} itself unless there are
     *     no others. Empty if it came to no safepoint within a second, as in a system call
     * @param javaStack its Java frames, the most recent call first
     * @param waitsForJava whether it waits for a lock of Java's, which Python is not told the class of
     */
    public record Entry(PythonThread thread, List<String> holds, List<PythonFrame> pythonStack, List<StackTraceElement> javaStack,
            boolean waitsForJava) {

        /** Copies the lists. */
        public Entry {
            holds = List.copyOf(holds);
            pythonStack = List.copyOf(pythonStack);
            javaStack = List.copyOf(javaStack);
        }
    }

    /**
     * A frame of Python's stack.
     *
     * @param function the function's name
     * @param file the source's path or name
     * @param line counted from 1; that at which the function begins, if the thread did not get the GIL within a second
     */
    public record PythonFrame(String function, String file, int line) {

        @Override
        public String toString() {
            return "File " + Names.quoted(file, '"') + ", line " + line + " in " + Names.printable(function);
        }
    }

    /**
     * Threads that wait for each other, the last one for the first.
     *
     * @param waits what each of them waits for, and who has that
     */
    public record Deadlock(List<Wait> waits) {

        /** Copies the list. */
        public Deadlock {
            waits = List.copyOf(waits);
        }

        private String text(boolean withJava) {
            return waits.stream().map(wait -> "\n  " + wait.text(withJava))
                    .collect(Collectors.joining("", "Deadlock of " + waits.size() + " threads:", ""));
        }

        @Override
        public String toString() {
            return text(true);
        }
    }

    /**
     * A thread, of Python's or Java's alone, in a {@link Deadlock}.
     *
     * @param name its name
     * @param ident its Python ident or Java id
     * @param waitsFor what it waits for
     * @param ownerIdent who has that
     * @param waitsForJava whether that is a lock of Java's, which Python is not told the class of
     */
    public record Wait(String name, long ident, String waitsFor, long ownerIdent, boolean waitsForJava) {

        private String text(boolean withJava) {
            return Names.quoted(name, '"') + " ident=" + ident + " waits for " + shown(waitsFor, waitsForJava, withJava)
                    + ", which ident=" + ownerIdent + " has";
        }

        @Override
        public String toString() {
            return text(true);
        }
    }

    /** {@return the text without Java's stacks and classes} */
    public String toPythonString() {
        return text(entry -> List.of(), false);
    }

    /** {@return the text with all of Java's frames, those of the engine and of this library among them} */
    public String toFullString() {
        return text(Entry::javaStack, true);
    }

    /** The text with Python's frames and those of Java's that are the application's, with what the application calls of the JDK. */
    @Override
    public String toString() {
        return text(entry -> JavaFrames.ofApplication(entry.javaStack), true);
    }

    private String text(Function<Entry, List<StackTraceElement>> javaStack, boolean withJava) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : threads) {
            append(text, entry, javaStack.apply(entry), withJava);
        }
        deadlocks.forEach(deadlock -> text.append(deadlock.text(withJava)).append('\n'));
        return text.toString();
    }

    /** A lock of Java's is told by its class, which is not told to Python. */
    private static String shown(String waitsFor, boolean waitsForJava, boolean withJava) {
        return withJava || !waitsForJava ? waitsFor : "<a lock of Java's>";
    }

    private static void append(StringBuilder text, Entry entry, List<StackTraceElement> javaStack, boolean withJava) {
        PythonThread thread = entry.thread;
        text.append("Thread ").append(Names.quoted(thread.name(), '"')).append(" ident=").append(thread.ident());
        if (thread.nativeId() != 0) {
            text.append(" native_id=").append(thread.nativeId());
        }
        text.append(thread.main() ? " main" : "").append(thread.daemon() ? " daemon" : "").append(thread.virtual() ? " virtual" : "")
                .append(' ').append(thread.state()).append('\n');
        if (thread.waitsFor() != null) {
            text.append("  waits for ").append(shown(thread.waitsFor(), entry.waitsForJava, withJava))
                    .append(thread.ownerIdent() == null ? "" : ", which ident=" + Objects.requireNonNull(thread.ownerIdent()) + " has")
                    .append('\n');
        }
        entry.holds.forEach(held -> text.append("  holds ").append(held).append('\n'));
        text.append(entry.pythonStack.isEmpty() ? "  no Python stack\n" : "  Python stack (most recent call first):\n");
        entry.pythonStack.forEach(frame -> text.append("    ").append(frame).append('\n'));
        if (!javaStack.isEmpty()) {
            text.append("  Java stack (most recent call first):\n");
            javaStack.forEach(frame -> text.append("    ").append(frame).append('\n'));
        }
        text.append('\n');
    }
}
