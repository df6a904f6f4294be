package dev.jthreading.language;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.jthreading.PythonThread;
import dev.jthreading.ThreadDump;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.UncaughtExceptionListener;
import java.util.List;
import java.util.concurrent.Executor;
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

    /** {@code module} gives the native module of the entered context. */
    EnteredContext(Supplier<JThreadingModule> module) {
        this.module = module;
    }

    private JThreadingContext context() {
        return module.get().context();
    }

    private <T> T undisturbed(Function<JThreadingContext, T> question) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean allowed = safepoint.setAllowSideEffects(false);
        try {
            return question.apply(context());
        } finally {
            safepoint.setAllowSideEffects(allowed);
        }
    }

    @Override
    public boolean isInstalled() {
        return undisturbed(JThreadingContext::isInstalled);
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
        Interruption.Outcome outcome = undisturbed(context -> {
            // The engine turns a value into Python's object when it calls a function.
            Interruption.Outcome[] done = new Interruption.Outcome[1];
            ModuleFunction function = context.module().function(args -> {
                done[0] = interrupt(context, ident, args[0]);
                return true;
            });
            Context.getCurrent().asValue(function).executeVoid(exception);
            return done[0];
        });
        switch (outcome) {
            case ASKED -> { }
            case NO_THREAD -> throw new IllegalArgumentException("no Python thread with ident " + ident + " runs in this context");
            case AWAY -> throw new IllegalStateException("the Java thread with ident " + ident + " is not in the context at the moment");
            case NO_EXCEPTION -> throw new IllegalArgumentException("not an exception of Python's");
        }
    }

    private static Interruption.Outcome interrupt(JThreadingContext context, long ident, Object exception) {
        PythonExceptions exceptions = context.exceptions();
        return exceptions.isRaisable(exception)
                ? Interruption.of(context, ident, () -> exceptions.raise(exception))
                : Interruption.Outcome.NO_EXCEPTION;
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
