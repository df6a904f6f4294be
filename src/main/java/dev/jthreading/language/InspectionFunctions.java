package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;
import static dev.jthreading.language.ModuleFunction.Gil.RELEASED;

import dev.jthreading.ThreadStatistics;
import dev.jthreading.sync.Names;
import org.jspecify.annotations.Nullable;

/** Functions of the Python module {@code jthreading}, and of what applications do to threads. */
final class InspectionFunctions {

    private final JThreadingContext context;
    private final Values values;

    InspectionFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module) {
        module.add(RELEASED, "dump_text", 0, args -> context.inspector().dump().toPythonString());
        module.add(RELEASED, "statistics", 0, args -> statistics());
        module.addVoid(KEPT, "set_synchronizer_name", 2, args -> Names.set(((Handle) args[0]).target, asStringOrNull(args[1])));
        module.add(RELEASED, "synchronizer_name", 1, args -> values.orNone(Names.get(((Handle) args[0]).target)));
        module.add(KEPT, "interrupt_thread", 2, this::interrupt);
    }

    private @Nullable String asStringOrNull(Object value) {
        return values.isNone(value) ? null : Values.asString(value);
    }

    /** The counts of one moment, in the order of the keys of {@code jthreading.stats()}. */
    private Object statistics() {
        ThreadStatistics statistics = context.statistics();
        return new GuestArray(statistics.live(), statistics.daemon(), statistics.started(), statistics.peak(), statistics.idleWorkers(),
                statistics.contendedAcquires(), statistics.longestWait().toNanos() / 1e9);
    }

    /** Has a thread call {@code args[1]}, which raises; returns whether there is such a thread. */
    private Object interrupt(Object[] args) {
        Object callable = Values.callable(args[1]);
        return Interruption.of(context, Values.asLong(args[0]), () -> values.callAtSafepoint(callable)) != Interruption.Outcome.NO_THREAD;
    }
}
