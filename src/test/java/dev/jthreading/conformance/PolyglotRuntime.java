package dev.jthreading.conformance;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Context;

/**
 * Runs tests in contexts: as many as possible in one, and the next in a fresh one after a test that hung, broke its context
 * or left threads behind. Each context has an engine of its own: of those that share one, only the first has GraalPy take the
 * GIL from a thread that computes.
 */
final class PolyglotRuntime extends SessionRuntime<GuestSession> {

    private final String name;
    private final ChildLaunchers children;
    private final Map<String, String> options;

    /**
     * Prepares a runtime; contexts are created when they are needed.
     *
     * @param children what tests start as {@code sys.executable}
     * @param options the options that make a context run the module under test
     */
    PolyglotRuntime(String name, ChildLaunchers children, Map<String, String> options) {
        this.name = name;
        this.children = children;
        this.options = Map.copyOf(options);
    }

    @Override
    public TestReport run(Suite suite, String id, Duration limit) {
        GuestSession current = session(suite);
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
        try (ProcessRuntime process = new ProcessRuntime(version -> children.of(version).script(), children.errors())) {
            return process.run(suite, id, limit);
        }
    }

    private TestReport hang(String id, Duration limit, GuestSession hung) {
        String message = "no progress for %d s%n%s%n%s".formatted(
                limit.toSeconds(), GuestFrames.of(hung.engine()).dump(), ThreadDump.ofAllThreads());
        return TestReport.withoutAnswer(id, Outcome.HANG, message).withMoreOutput(hung.drainOutput());
    }

    @Override
    GuestSession open(String version) {
        return new GuestSession(contextBuilder(children.of(version)).options(Compilation.optionsFor(version)), name);
    }

    private void abandonSession(ChildActivity activity) {
        activity.kill();
        forget().ifPresent(GuestSession::abandon);
    }

    private Context.Builder contextBuilder(ChildLauncher launcher) {
        return Context.newBuilder("python").allowAllAccess(true).allowExperimentalOptions(true)
                // The operating system's own calls, which the launcher chooses as well: tests use pipes, signals and children.
                .option("python.PosixModuleBackend", "native")
                .option("python.Executable", launcher.script().toString())
                .option("python.PythonPath", launcher.pythonPath().toString())
                .option("python.InstallSignalHandlers", "true")
                .options(VersionOptions.thatAllowSignalHandlers())
                .options(options);
    }
}
