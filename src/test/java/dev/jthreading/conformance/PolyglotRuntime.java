package dev.jthreading.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
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
        try {
            TestReport report = current.run(id, limit);
            if (!report.threadsLeft().isEmpty()) {
                abandonSession();
            }
            return report;
        } catch (TimeoutException e) {
            String threads = GuestFrames.of(engine).dump() + "\n" + ThreadDump.ofAllThreads();
            abandonSession();
            return TestReport.withoutAnswer(id, Outcome.HANG, "no result after " + limit.toSeconds() + " s\n" + threads)
                    .withMoreOutput(current.drainOutput());
        } catch (ExecutionException e) {
            abandonSession();
            return TestReport.withoutAnswer(id, Outcome.ERROR, "the context broke: " + e.getCause())
                    .withMoreOutput(current.drainOutput());
        }
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

    private void abandonSession() {
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
