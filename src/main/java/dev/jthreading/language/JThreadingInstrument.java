package dev.jthreading.language;

import com.oracle.truffle.api.ContextLocal;
import com.oracle.truffle.api.ContextThreadLocal;
import com.oracle.truffle.api.Option;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import dev.jthreading.thread.Gil;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.options.OptionCategory;
import org.graalvm.options.OptionDescriptors;
import org.graalvm.options.OptionKey;
import org.graalvm.options.OptionStability;
import org.graalvm.options.OptionType;
import org.graalvm.polyglot.SandboxPolicy;

/** Declares the option {@code jthreading}, and has the module installed in every context that sets it. */
@TruffleInstrument.Registration(id = JThreadingInstrument.ID, name = "jthreading", sandbox = SandboxPolicy.CONSTRAINED,
        services = PythonThreadsService.class)
public final class JThreadingInstrument extends TruffleInstrument {

    /** Also the option's name; the engine wants ids that differ from those of all languages. */
    static final String ID = "jthreading";

    /** The option is a context's, so that contexts of one engine choose for themselves. */
    @Option.Group(JThreadingInstrument.ID)
    static final class ContextOptions {
        private static final OptionType<Integer> COUNT = new OptionType<>("count", ContextOptions::count);
        private static final OptionType<Duration> DURATION = new OptionType<>("duration", ContextOptions::duration);

        @Option(name = "", help = "Makes Python's threading module jthreading's.", usageSyntax = "true|false",
                category = OptionCategory.USER, stability = OptionStability.STABLE, sandbox = SandboxPolicy.CONSTRAINED)
        static final OptionKey<Boolean> ENABLED = new OptionKey<>(false);

        @Option(help = "Runs Python's threads on virtual threads, but for those that say virtual=False.",
                usageSyntax = "true|false", category = OptionCategory.USER, stability = OptionStability.STABLE,
                sandbox = SandboxPolicy.CONSTRAINED)
        static final OptionKey<Boolean> VirtualThreads = new OptionKey<>(false);

        @Option(help = "How many Java threads without work are kept for Python threads to come, which then find the thread-local variables "
                + "of Java that the ones before them left. By default each Python thread has a new Java thread.",
                usageSyntax = "[0, inf)", category = OptionCategory.USER, stability = OptionStability.STABLE,
                sandbox = SandboxPolicy.CONSTRAINED)
        static final OptionKey<Integer> IdleWorkers = new OptionKey<>(0, COUNT);

        @Option(help = "How long the interpreter, when it ends, waits for threads that are no daemons; after that they end as daemons do. "
                + "By default it waits as long as they run.", usageSyntax = "10s|1m30s|0.5s|...", category = OptionCategory.USER,
                stability = OptionStability.STABLE, sandbox = SandboxPolicy.CONSTRAINED)
        static final OptionKey<Duration> ShutdownTimeout = new OptionKey<>(ChronoUnit.FOREVER.getDuration(), DURATION);

        @Option(help = "How many interpreters may be there at once, beside the main one; 0 for none. By default a sandbox allows none, and "
                + "any other context as many as there is memory for.", usageSyntax = "[0, inf)", category = OptionCategory.USER,
                stability = OptionStability.STABLE, sandbox = SandboxPolicy.CONSTRAINED)
        static final OptionKey<Integer> MaxInterpreters = new OptionKey<>(Integer.MAX_VALUE, COUNT);

        private ContextOptions() { }

        /** As {@link Duration} has it, without the PT in front. */
        private static Duration duration(String text) {
            try {
                Duration duration = Duration.parse("PT" + text);
                if (!duration.isNegative()) {
                    return duration;
                }
            } catch (DateTimeParseException wrong) {
                // Told below.
            }
            throw new IllegalArgumentException("not a time to wait, as 10s or 1m30s: " + text);
        }

        private static int count(String text) {
            int count = Integer.parseInt(text);
            if (count < 0) {
                throw new IllegalArgumentException("the number is not negative: " + text);
            }
            return count;
        }
    }

    private final ContextLocal<AtomicReference<Gil>> gils = locals.createContextLocal(context -> new AtomicReference<>());
    private final ContextThreadLocal<LeavingThreads.Entries> entries =
            locals.createContextThreadLocal((context, thread) -> new LeavingThreads.Entries());

    @Override
    protected void onCreate(Env env) {
        Installer installer = new Installer(env, gils, entries);
        env.getInstrumenter().attachContextsListener(installer, false);
        env.registerService(new EnteredContext(installer::module, installer::hasBegun));
    }

    @Override
    protected OptionDescriptors getContextOptionDescriptors() {
        return new ContextOptionsOptionDescriptors();
    }
}
