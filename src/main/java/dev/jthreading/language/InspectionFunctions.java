package dev.jthreading.language;

import dev.jthreading.PythonThread;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.UncaughtExceptionListener;
import dev.jthreading.sync.Names;
import java.util.List;
import java.util.concurrent.Future;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Functions of the Python module {@code jthreading}, and of what applications do to threads. */
final class InspectionFunctions {

    private static final System.Logger LOGGER = System.getLogger("dev.jthreading");

    private final JThreadingContext context;
    private final Values values;

    InspectionFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(NativeModule module) {
        module.add("dump_text", 0, args -> context.inspector().dump().toPythonString());
        module.addVoid("stack_by", 1, args -> walkStacksBy(Values.callable(args[0])));
        module.add("statistic", 1, args -> statistic(Values.asString(args[0])));
        module.addVoid("set_synchronizer_name", 2, args -> Names.set(((Handle) args[0]).target, asStringOrNull(args[1])));
        module.add("synchronizer_name", 1, args -> values.orNone(Names.get(((Handle) args[0]).target)));
        module.add("interrupt_thread", 2, this::interrupt);
        module.add("has_uncaught_listener", 0, args -> context.uncaughtExceptionListener() != null);
        module.addVoid("report_uncaught", 1, args -> reportUncaught(args[0]));
    }

    private void walkStacksBy(Object walker) {
        context.inspector().walkStacksBy(() -> Values.asString(Values.call(walker)));
    }

    @SuppressWarnings("ReferenceEquality")
    private @Nullable String asStringOrNull(Object value) {
        return value == values.none() ? null : Values.asString(value);
    }

    private Object statistic(String name) {
        ThreadStatistics statistics = context.statistics();
        return switch (name) {
            case "live" -> statistics.live();
            case "daemon" -> statistics.daemon();
            case "started" -> statistics.started();
            case "peak" -> statistics.peak();
            case "idle_workers" -> statistics.idleWorkers();
            case "contended_acquires" -> statistics.contendedAcquires();
            case "longest_wait" -> statistics.longestWait().toNanos() / 1e9;
            default -> values.raiseTypeError(name);
        };
    }

    /** Has a thread call {@code args[1]}, which raises: 0 if it is going to, 1 if there is no such thread, 2 if it is not in the context. */
    private Object interrupt(Object[] args) {
        Thread thread = context.threads().find(Values.asLong(args[0]));
        if (thread == null) {
            return 1;
        }
        Interruption interruption = new Interruption(context, values, Values.callable(args[1]));
        Future<?> done = interruption.submit(thread);
        // The engine is done at once with a thread that is not in the context.
        return done.isDone() && !interruption.hasBegun() && thread.isAlive() ? 2 : 0;
    }

    private void reportUncaught(Object exception) {
        UncaughtExceptionListener listener = context.uncaughtExceptionListener();
        if (listener == null) {
            return;
        }
        PolyglotException thrown = toPolyglot(exception);
        try {
            listener.uncaughtException(self(), thrown);
        } catch (VirtualMachineError end) {
            throw end;
        } catch (Throwable failure) {
            LOGGER.log(System.Logger.Level.WARNING, "a listener for uncaught exceptions failed", failure);
        }
    }

    private PythonThread self() {
        long ident = Thread.currentThread().threadId();
        List<PythonThread> threads = context.inspector().threads();
        return threads.stream().filter(thread -> thread.ident() == ident).findAny().orElseThrow();
    }

    private static PolyglotException toPolyglot(Object exception) {
        Value value = Context.getCurrent().asValue(exception);
        if (!value.isException()) {
            throw new ClassCastException();
        }
        try {
            throw value.throwException();
        } catch (PolyglotException thrown) {
            return thrown;
        }
    }
}
