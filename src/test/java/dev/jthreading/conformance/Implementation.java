package dev.jthreading.conformance;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The implementations of threading that the suites can run on. */
enum Implementation {
    CPYTHON("CPython"),
    BUILTIN("GraalPy's own"),
    JTHREADING("jthreading");

    /** Whether jthreading runs all threads on virtual threads. */
    private static final boolean VIRTUAL = Boolean.getBoolean("conformance.virtual");
    private static final Path DIRECTORY = Path.of(System.getProperty("jthreading.build", "target"),
            VIRTUAL ? "conformance-virtual" : "conformance").toAbsolutePath();

    private static final List<String> CHILD = List.of("--jthreading");
    private static final List<String> CHILD_ON_VIRTUAL = List.of("--jthreading", "--jthreading.VirtualThreads=true");
    private static final Map<String, String> CONTEXT = Map.of("jthreading", "true");
    private static final Map<String, String> CONTEXT_ON_VIRTUAL = Map.of("jthreading", "true",
            "jthreading.VirtualThreads", "true", "engine.WarnVirtualThreadSupport", "false");

    private final String title;

    Implementation(String title) {
        this.title = title;
    }

    /**
     * The implementations that the system property {@code conformance} selects: {@code all}, or some of {@code cpython},
     * {@code builtin} and {@code jthreading}, which alone is the default.
     */
    static List<Implementation> selected() {
        String selection = System.getProperty("conformance", "jthreading");
        return selection.equals("all")
                ? List.of(values())
                : Arrays.stream(selection.split(",", -1)).map(word -> valueOf(word.toUpperCase(Locale.ROOT))).toList();
    }

    /** What the tests are called that run on jthreading in this build. */
    static String variant() {
        return VIRTUAL ? " on virtual threads" : "";
    }

    /** Where a build leaves the results of all suites. */
    static Path directory() {
        return DIRECTORY;
    }

    /** CPython runs its own version's suites; a later version's are about what it does not have. GraalPy has no interpreters. */
    boolean runs(Suite suite) {
        return switch (this) {
            case CPYTHON -> suite.version().equals(CPythonHome.WHOLE);
            case BUILTIN -> !suite.isAboutInterpreters();
            case JTHREADING -> true;
        };
    }

    /** Its name in files and in the system property. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** Prepares a runtime, which writes its launchers and what goes wrong in them to a directory. */
    PythonRuntime start(CPythonHome cpython, Path directory) {
        return switch (this) {
            case CPYTHON -> new ProcessRuntime(version -> cpython.executable(), directory.resolve("cpython-stderr.txt"));
            case BUILTIN -> new PolyglotRuntime(title,
                    new ChildLaunchers(directory, "builtin", List.of(), cpython), Map.of());
            case JTHREADING -> new PolyglotRuntime(title,
                    new ChildLaunchers(directory, "jthreading", VIRTUAL ? CHILD_ON_VIRTUAL : CHILD, cpython),
                    VIRTUAL ? CONTEXT_ON_VIRTUAL : CONTEXT);
        };
    }
}
