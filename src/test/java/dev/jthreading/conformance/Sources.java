package dev.jthreading.conformance;

import dev.jthreading.conformance.report.Source;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.graalvm.polyglot.Engine;

/** Names what the implementations of this build are, for whoever reads its results. */
final class Sources {

    private Sources() {
    }

    static Map<Implementation, Source> of(CPythonHome cpython) {
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        Map<Implementation, Source> sources = new EnumMap<>(Implementation.class);
        sources.put(Implementation.CPYTHON, new Source("CPython " + cpython.release(CPythonHome.WHOLE), machine(), date, false));
        try (Engine engine = Engine.create("python")) {
            String graalpy = "GraalPy %s (Python %s)".formatted(SystemProperties.required("jthreading.graalpy.version"),
                    Objects.requireNonNull(engine.getLanguages().get("python")).getVersion());
            String runtime = mode(engine.getImplementationName()) + ", JDK " + Runtime.version().feature() + ", " + machine();
            sources.put(Implementation.BUILTIN, new Source(graalpy, runtime, date, false));
            sources.put(Implementation.JTHREADING, new Source("on " + graalpy, runtime, date, false));
        }
        return sources;
    }

    /** Without its optimising runtime Truffle is several times slower, which explains durations. */
    private static String mode(String implementation) {
        return implementation.equals("Interpreted") ? "interpreter" : "optimising runtime (" + implementation + ")";
    }

    private static String machine() {
        return "%s %s, %d processors".formatted(System.getProperty("os.name"), System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
