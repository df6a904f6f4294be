package dev.jthreading.language;

import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import dev.jthreading.PythonThread;
import dev.jthreading.ThreadDump;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.UncaughtExceptionListener;
import dev.jthreading.interpreter.Interpreter;
import dev.jthreading.interpreter.Interpreters;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The state of the context that the calling thread has entered. While the application asks for something, its thread runs no code of a
 * program's. Signal handlers, and what else Python would have it do at a safepoint, run when the application calls Python next.
 */
final class EnteredContext implements PythonThreadsService {

    private final Supplier<JThreadingModule> module;
    private final BooleanSupplier hasModule;
    /** The one that is meant, null for the main one. */
    private final @Nullable Interpreter interpreter;

    /** {@code module} gives the native module of the entered context, and {@code hasModule} says whether anything has asked for it. */
    EnteredContext(Supplier<JThreadingModule> module, BooleanSupplier hasModule) {
        this(module, hasModule, null);
    }

    private EnteredContext(Supplier<JThreadingModule> module, BooleanSupplier hasModule, @Nullable Interpreter interpreter) {
        this.module = module;
        this.hasModule = hasModule;
        this.interpreter = interpreter;
    }

    private JThreadingContext main() {
        return module.get().context();
    }

    private <T> T undisturbed(Function<JThreadingContext, T> question) {
        return undisturbed(() -> inInterpreter(question));
    }

    @SuppressWarnings("removal")
    private static <T> T undisturbed(Supplier<T> question) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean allowed = safepoint.setAllowSideEffects(false);
        try {
            return question.get();
        } catch (AbstractTruffleException | ThreadDeath end) {
            throw HostException.of(end);
        } finally {
            safepoint.setAllowSideEffects(allowed);
        }
    }

    private <T> T inInterpreter(Function<JThreadingContext, T> question) {
        Interpreter other = interpreter;
        return other == null ? question.apply(main()) : other.visit(() -> question.apply(JThreadingLanguage.currentContext()));
    }

    @Override
    public boolean isInstalled() {
        // A context without the option stays as it is.
        return hasModule.getAsBoolean() && undisturbed(JThreadingContext::isInstalled);
    }

    @Override
    public NavigableMap<Long, PythonThreadsService> interpreters() {
        if (interpreter != null) {
            interpreter.requireOpen();
        }
        NavigableMap<Long, PythonThreadsService> all = new TreeMap<>();
        all.put(Interpreters.MAIN, new EnteredContext(module, hasModule));
        List<Interpreter> others = undisturbed(() -> main().interpreters().all());
        others.forEach(other -> all.put(other.id(), new EnteredContext(module, hasModule, other)));
        return all;
    }

    @Override
    public boolean isRunning() {
        return interpreter == null || interpreter.isRunning();
    }

    @Override
    public List<PythonThread> list() {
        return undisturbed(context -> context.inspector().threads());
    }

    @Override
    public ThreadStatistics statistics() {
        return undisturbed(JThreadingContext::statistics);
    }

    @Override
    public ThreadDump dump() {
        return undisturbed(context -> context.inspector().dump());
    }

    @Override
    public void interrupt(long ident, Value exception) {
        // The engine turns a value into Python's object when it calls a function.
        Object[] raised = new Object[1];
        Interruption.Outcome outcome = undisturbed(() -> {
            ModuleFunction function = main().module().function(args -> {
                raised[0] = args[0];
                return true;
            });
            Context.getCurrent().asValue(function).executeVoid(exception);
            return interrupt(ident, raised[0]);
        });
        switch (outcome) {
            case ASKED -> { }
            case NO_THREAD -> throw new IllegalArgumentException("no Python thread with ident " + ident + " runs in this context");
            case AWAY -> throw new IllegalStateException("the Java thread with ident " + ident + " is not in the context at the moment");
            case NO_EXCEPTION -> throw new IllegalArgumentException(
                    interpreter == null ? "not an exception of Python's" : "not a builtin exception class of Python's");
        }
    }

    /** Of the main interpreter's exceptions, others know the builtin classes. */
    private Interruption.Outcome interrupt(long ident, Object exception) {
        PythonExceptions exceptions = main().exceptions();
        if (interpreter == null) {
            return exceptions.isRaisable(exception) ? interrupt(main(), ident, exception) : Interruption.Outcome.NO_EXCEPTION;
        }
        String name = exceptions.builtinName(exception);
        return name == null ? Interruption.Outcome.NO_EXCEPTION
                : inInterpreter(context -> interrupt(context, ident, context.exceptions().builtin(name)));
    }

    private static Interruption.Outcome interrupt(JThreadingContext context, long ident, Object exception) {
        return Interruption.of(context, ident, () -> context.exceptions().raise(exception));
    }

    @Override
    public void setExecutor(Executor executor) {
        undisturbed(context -> {
            context.threads().setExecutor(executor);
            return true;
        });
    }

    @Override
    public void setUncaughtExceptionListener(@Nullable UncaughtExceptionListener listener) {
        undisturbed(context -> {
            context.uncaughtExceptions().setListener(listener);
            return true;
        });
    }
}
