package dev.jthreading.bench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the benchmarks run on, in the order of a round. */
public enum Implementation {
    /** This project, on the optimising runtime. */
    JTHREADING("jthreading"),
    /** GraalPy's own module, on the optimising runtime. */
    BUILTIN("GraalPy's own"),
    /** CPython's executable. */
    CPYTHON("CPython"),
    /** This project, interpreted. */
    JTHREADING_INTERPRETER("jthreading, interpreted"),
    /** GraalPy's own module, interpreted. */
    BUILTIN_INTERPRETER("GraalPy's own, interpreted"),
    /** What Java has itself: the peer of the plain-Java synchronizers. */
    JAVA("java.util.concurrent");

    /** Those that run Python. */
    static final Set<Implementation> PYTHON = EnumSet.complementOf(EnumSet.of(JAVA));

    private final String title;

    Implementation(String title) {
        this.title = title;
    }

    /** Its name in a table. */
    public String title() {
        return title;
    }

    /** Its name in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its name in files, as keys of JSON need it. */
    @Override
    public String toString() {
        return key();
    }

    /** What this project's figures for a comparison with this one are those of. */
    public Implementation own() {
        return isInterpreter() ? JTHREADING_INTERPRETER : JTHREADING;
    }

    /** Whether Python is interpreted on a JVM. */
    boolean isInterpreter() {
        return this == JTHREADING_INTERPRETER || this == BUILTIN_INTERPRETER;
    }

    /** About how many seconds it takes to start Python on two processors. */
    double startSeconds() {
        return this == CPYTHON ? 0.1 : isInterpreter() ? 5 : 4.5;
    }

    /** Whether this project is compared with it. */
    boolean isPeer() {
        return this != own();
    }

    /** The name of the threading module, which the benchmarks check. */
    String module() {
        return switch (this) {
            case JTHREADING, JTHREADING_INTERPRETER -> "jthreading";
            case BUILTIN, BUILTIN_INTERPRETER -> "builtin";
            case CPYTHON -> "cpython";
            case JAVA -> throw new IllegalStateException("not Python");
        };
    }

    /** Objects are as large whether code is compiled or not, so that is measured once. */
    boolean runs(Benchmark benchmark) {
        return !(isInterpreter() && benchmark.memory());
    }
}
