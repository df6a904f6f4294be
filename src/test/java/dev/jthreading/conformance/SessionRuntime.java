package dev.jthreading.conformance;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs tests in one session after the other: the next one starts when it is needed. */
abstract class SessionRuntime<S extends Session> implements PythonRuntime {

    private @Nullable S session;
    private String version = "";

    @Override
    public final List<String> tests(Suite suite) {
        return session(suite).load(suite).stream().filter(suite::includes).toList();
    }

    @Override
    public final void close() {
        forget().ifPresent(Session::close);
    }

    /** Starts a session for the suites of one version. */
    abstract S open(String version);

    /** The session, in which {@code suite} is loaded. Suites of several versions are modules of the same name. */
    final S session(Suite suite) {
        if (!version.equals(suite.version())) {
            close();
        }
        S current = session;
        if (current == null) {
            version = suite.version();
            current = open(version);
            session = current;
        }
        current.load(suite);
        return current;
    }

    /** Makes the next test start in a new session and returns the one until now, which is the caller's to end. */
    final Optional<S> forget() {
        Optional<S> last = Optional.ofNullable(session);
        session = null;
        return last;
    }
}
