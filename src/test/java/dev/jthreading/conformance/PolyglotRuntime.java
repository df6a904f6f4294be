package dev.jthreading.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Runs tests in contexts of one engine: as many as possible in one context, and the next in a fresh one after a test that
 * hung, broke its context or left threads behind.
 */
final class PolyglotRuntime implements PythonRuntime {

    private final String name;
    private final ChildLauncher children;
    private final Map<String, String> options;
    private final Engine engine;
    private @Nullable GuestSession session;

    /**
     * Prepares a runtime; contexts are created when they are needed.
     *
     * @param children what tests start as {@code sys.executable}
     * @param options the options that make a context run the module under test
     */
    PolyglotRuntime(String name, ChildLauncher children, Map<String, String> options) {
        this.name = name;
        this.children = children;
        this.options = Map.copyOf(options);
        // The operating system's own calls, which the launcher chooses as well: tests use pipes, signals and children.
        engine = Engine.newBuilder("python").allowExperimentalOptions(true)
                .option("python.PosixModuleBackend", "native")
                .build();
    }

    @Override
    public List<String> tests(Suite suite) {
        return session().load(suite);
    }

    @Override
    public TestReport run(Suite suite, String id, Duration limit) {
        GuestSession current = session();
        current.load(suite);
        ChildActivity activity = new ChildActivity(ProcessHandle.current());
        try {
            Optional<TestReport> report = current.run(id, activity, limit);
            if (report.isPresent() && report.get().threadsLeft().isEmpty()) {
                return report.get();
            }
            TestReport last = report.orElseGet(() -> hang(id, limit, current));
            abandonSession(activity);
            return last;
        } catch (IllegalStateException e) {
            abandonSession(activity);
            return TestReport.withoutAnswer(id, Outcome.ERROR, e.getMessage() + ": " + e.getCause())
                    .withMoreOutput(current.drainOutput());
        }
    }

    @Override
    public TestReport runIsolated(Suite suite, String id, Duration limit) {
        try (ProcessRuntime process = new ProcessRuntime(children.script(), children.errors())) {
            return process.run(suite, id, limit);
        }
    }

    private TestReport hang(String id, Duration limit, GuestSession hung) {
        String message = "no progress for %d s%n%s%n%s".formatted(
                limit.toSeconds(), GuestFrames.of(engine).dump(), ThreadDump.ofAllThreads());
        return TestReport.withoutAnswer(id, Outcome.HANG, message).withMoreOutput(hung.drainOutput());
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private GuestSession session() {
        if (session == null) {
            session = new GuestSession(contextBuilder(), name);
        }
        return session;
    }

    private void abandonSession(ChildActivity activity) {
        activity.kill();
        if (session != null) {
            session.abandon();
            session = null;
        }
    }

    private Context.Builder contextBuilder() {
        return Context.newBuilder("python").engine(engine).allowAllAccess(true).allowExperimentalOptions(true)
                .option("python.Executable", children.script().toString())
                .option("python.PythonPath", children.pythonPath().toString())
                .option("python.InstallSignalHandlers", "true")
                .options(options);
    }
}
