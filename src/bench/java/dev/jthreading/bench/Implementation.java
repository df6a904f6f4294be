package dev.jthreading.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the benchmarks run on, in the order of a round. */
public enum Implementation {
    /** This project, on the optimising runtime. */
    JTHREADING("jthreading"),
    /** GraalPy's own module, on the optimising runtime. */
    BUILTIN("GraalPy's own"),
    /** This project as the launcher starts it when it is told nothing: its figures are those of one of the presets. */
    JTHREADING_DEFAULT("jthreading, default"),
    /** GraalPy's own module, on the optimising runtime and a JVM that nothing helps to start. */
    BUILTIN_PLAIN("GraalPy's own, plain JVM"),
    /** CPython's executable, of the version that GraalPy implements. */
    CPYTHON("CPython"),
    /** CPython's executable, of the first version that has interpreters. */
    CPYTHON_3_14("CPython 3.14"),
    /** This project, interpreted. */
    JTHREADING_INTERPRETER("jthreading, interpreted"),
    /** GraalPy's own module, interpreted. */
    BUILTIN_INTERPRETER("GraalPy's own, interpreted"),
    /** This project with a preset of the launcher's. */
    JTHREADING_JIT_0("jthreading, jit=0"),
    /** GraalPy's own module with the same preset. */
    BUILTIN_JIT_0("GraalPy's own, jit=0"),
    /** This project with a preset of the launcher's. */
    JTHREADING_JIT_1("jthreading, jit=1"),
    /** GraalPy's own module with the same preset. */
    BUILTIN_JIT_1("GraalPy's own, jit=1"),
    /** This project with a preset of the launcher's. */
    JTHREADING_JIT_2("jthreading, jit=2"),
    /** GraalPy's own module with the same preset. */
    BUILTIN_JIT_2("GraalPy's own, jit=2"),
    /** What Java has itself: the peer of the plain-Java synchronizers. */
    JAVA("java.util.concurrent");

    /** Those that measure what Python code does. */
    static final Set<Implementation> PYTHON = EnumSet.of(JTHREADING, BUILTIN, CPYTHON, JTHREADING_INTERPRETER, BUILTIN_INTERPRETER);
    /** Those of them that do not only interpret on a JVM. */
    static final Set<Implementation> COMPILED = EnumSet.of(JTHREADING, BUILTIN, CPYTHON);
    /** Those that have interpreters. */
    static final Set<Implementation> WITH_INTERPRETERS = EnumSet.of(JTHREADING, CPYTHON_3_14);
    /** The same as people start them, which matters in a process that has just begun. */
    static final Set<Implementation> STARTING_INTERPRETERS = EnumSet.of(JTHREADING_DEFAULT, CPYTHON_3_14);
    /** This project with each preset, from the one that compiles least. */
    static final List<Implementation> PRESETS = List.of(JTHREADING_JIT_0, JTHREADING_JIT_1, JTHREADING_JIT_2);

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
        return switch (this) {
            case JTHREADING_INTERPRETER, BUILTIN_INTERPRETER -> JTHREADING_INTERPRETER;
            case JTHREADING_DEFAULT, BUILTIN_PLAIN -> JTHREADING_DEFAULT;
            case JTHREADING_JIT_0, BUILTIN_JIT_0 -> JTHREADING_JIT_0;
            case JTHREADING_JIT_1, BUILTIN_JIT_1 -> JTHREADING_JIT_1;
            case JTHREADING_JIT_2, BUILTIN_JIT_2 -> JTHREADING_JIT_2;
            case JTHREADING, BUILTIN, CPYTHON, CPYTHON_3_14, JAVA -> JTHREADING;
        };
    }

    /** The launcher's preset with which Python starts; none if it starts otherwise, or with the default. */
    Optional<String> preset() {
        return switch (this) {
            case JTHREADING_JIT_0, BUILTIN_JIT_0 -> Optional.of("jit=0");
            case JTHREADING_JIT_1, BUILTIN_JIT_1 -> Optional.of("jit=1");
            case JTHREADING, BUILTIN, JTHREADING_JIT_2, BUILTIN_JIT_2 -> Optional.of("jit=2");
            default -> Optional.empty();
        };
    }

    /** Whether it is there to compare the presets with each other. */
    boolean comparesPresets() {
        return PRESETS.contains(own());
    }

    /** Whether it runs on no JVM, and compiles nothing. */
    boolean isCPython() {
        return this == CPYTHON || this == CPYTHON_3_14;
    }

    /** Whether Python is interpreted on a plain JVM. */
    boolean isInterpreter() {
        return this == JTHREADING_INTERPRETER || this == BUILTIN_INTERPRETER;
    }

    /** About how many seconds it takes to start Python on two processors. */
    double startSeconds() {
        return isCPython() ? 0.1 : isInterpreter() ? 5 : 4.5;
    }

    /** Whether this project is compared with it. */
    boolean isPeer() {
        return this != own();
    }

    /** The name of the threading module, which the benchmarks check. */
    String module() {
        if (this == JAVA) {
            throw new IllegalStateException("not Python");
        }
        return isCPython() ? "cpython" : isPeer() ? "builtin" : "jthreading";
    }

    /** Objects are as large whether code is compiled or not, so that is measured once. */
    boolean runs(Benchmark benchmark) {
        return !(isInterpreter() && benchmark.memory());
    }
}
