package dev.jthreading.conformance;

import java.util.Map;
import java.util.Objects;
import org.graalvm.polyglot.Engine;

/** Options of contexts that only some versions of GraalPy have. */
public final class VersionOptions {

    private static final String ALLOW_SIGNAL_HANDLERS = "python.AllowSignalHandlers";

    private VersionOptions() {
    }

    /** What lets Python set signal handlers in a context: GraalPy 25.0 allows it without being asked. */
    public static Map<String, String> thatAllowSignalHandlers() {
        try (Engine engine = Engine.create("python")) {
            boolean exists = Objects.requireNonNull(engine.getLanguages().get("python")).getOptions().get(ALLOW_SIGNAL_HANDLERS) != null;
            return exists ? Map.of(ALLOW_SIGNAL_HANDLERS, "true") : Map.of();
        }
    }
}
