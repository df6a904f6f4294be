package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import com.oracle.truffle.api.ContextLocal;
import com.oracle.truffle.api.ContextThreadLocal;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.source.Source;
import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.language.JThreadingInstrument.ContextOptions;
import dev.jthreading.thread.Gil;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.options.OptionValues;
import org.graalvm.polyglot.SandboxPolicy;

/** Puts the facade in place in every context that sets the option. */
final class Installer extends PythonListener {

    private static final Source MODULE = Source.newBuilder(JThreadingLanguage.ID, "", "module").internal(true).build();

    /** Of a thread that has ended. */
    private static final LeavingThreads.Entries NEVER_INSIDE = new LeavingThreads.Entries();

    private final TruffleInstrument.Env env;
    private final ContextLocal<AtomicReference<Gil>> gils;
    private final ContextThreadLocal<LeavingThreads.Entries> entries;
    private final AtomicBoolean countsEntries = new AtomicBoolean();

    Installer(TruffleInstrument.Env env, ContextLocal<AtomicReference<Gil>> gils, ContextThreadLocal<LeavingThreads.Entries> entries) {
        super(env);
        this.env = env;
        this.gils = gils;
        this.entries = entries;
    }

    @Override
    protected void onPythonReady(TruffleContext context) {
        OptionValues options = env.getOptions(context);
        if (options.get(ContextOptions.ENABLED)) {
            TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
            // Nobody would install the rest, if Context.interrupt() came amid it.
            boolean allowed = safepoint.setAllowSideEffects(false);
            try {
                install(context, options);
            } finally {
                safepoint.setAllowSideEffects(allowed);
            }
        }
    }

    private void install(TruffleContext context, OptionValues options) {
        JThreadingModule module = module();
        module.context().threads().setMainThread(Thread.currentThread());
        watchLeavingThreads(context, module.context().turns().gil());
        module.context().threads().configure(options.get(ContextOptions.IdleWorkers), options.get(ContextOptions.VirtualThreads),
                options.get(ContextOptions.ShutdownTimeout));
        if (Interpreters.idOf(module.context().env()) == Interpreters.MAIN) {
            module.context().interpreters().allow(mostInterpreters(options, module.context().env().getSandboxPolicy()));
        }
        module.context().initializePythonBy(() -> python("import _interpreters", "interpreter").call());
        JThreadingModule installation = module.installation();
        installation.add(KEPT, "facade_code", 1, args -> parse(FacadeFunctions.program(Values.asString(args[0]))).call());
        Values.call(parse(FacadeFunctions.INSTALLATION).call(), module, installation);
        module.context().currentThread().setPythonName("MainThread");
        module.context().setInstalled();
    }

    /** Before any thread is in a context with the option. Engines without one have nothing that hears of all threads. */
    @Override
    public void onContextCreated(TruffleContext context) {
        if (env.getOptions(context).get(ContextOptions.ENABLED) && !countsEntries.getAndSet(true)) {
            env.getInstrumenter().attachThreadsActivationListener(new LeavingThreads(gils, entries));
        }
    }

    private void watchLeavingThreads(TruffleContext context, Gil gil) {
        gil.lookAt(thread -> entriesOf(context, thread).isInside());
        gils.get(context).set(gil);
        module().context().countStaysBy(thread -> entriesOf(context, thread).stays());
    }

    private LeavingThreads.Entries entriesOf(TruffleContext context, Thread thread) {
        try {
            return Objects.requireNonNullElse(entries.get(context, thread), NEVER_INSIDE);
        } catch (IllegalStateException ended) {
            // The engine says so by either.
            return NEVER_INSIDE;
        }
    }

    /** A sandbox allows none unless it is asked to: each takes memory that no limit of a sandbox counts. */
    private static int mostInterpreters(OptionValues options, SandboxPolicy policy) {
        return options.hasBeenSet(ContextOptions.MaxInterpreters) || policy == SandboxPolicy.TRUSTED
                ? options.get(ContextOptions.MaxInterpreters) : 0;
    }

    /** Whether the installation in the entered context has begun. */
    boolean hasBegun() {
        return gils.get().get() != null;
    }

    /** The module of the entered context. */
    JThreadingModule module() {
        return (JThreadingModule) parse(MODULE).call();
    }
}
