package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;
import static dev.jthreading.language.ModuleFunction.Gil.RELEASED;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.strings.TruffleString;
import dev.jthreading.interpreter.Interpreter;
import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.language.JThreadingLanguage.CurrentThread;
import dev.jthreading.thread.GuestThreads;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Functions of {@code _interpreters}. What goes from one interpreter to another is {@link Neutral}. */
final class InterpreterFunctions {

    /** What an operation returns in place of a result: no interpreter has that id. */
    private static final long UNKNOWN = -1;
    /** Something runs in the interpreter's {@code __main__} already. */
    private static final long RUNNING = -2;

    private static final int CONFIGURATION_LENGTH = 7;

    /** The outcome of an operation that a copy of a {@link PassingException} has ended. */
    private static final String INTERRUPTED = "interrupted";

    private final JThreadingContext context;
    private final Values values;
    /** What another interpreter calls in this one: a function of an operation and its data, both {@link Neutral}, as is its result. */
    private volatile @Nullable Object entry;
    /** The function of Python's that calls it. */
    private volatile @Nullable Object enterer;
    /** Functions that make of a value of this interpreter what can travel, and the value again. */
    private volatile @Nullable Object encoder;
    private volatile @Nullable Object decoder;
    /** A function that raises an exception of the class and with the message that it gets, for another interpreter's sake. */
    private volatile @Nullable Object interrupter;

    InterpreterFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module, JThreadingModule installation) {
        installation.addVoid(KEPT, "enter_by", 1, args -> enterer = Values.callable(args[0]));
        module.add(RELEASED, "interpreter_create", 2, this::create);
        module.add(KEPT, "interpreter_most", 0, args -> family().most());
        module.add(KEPT, "interpreter_configuration", 1, this::configuration);
        module.add(KEPT, "is_shared", 1, args -> ((Handle) args[0]).shared);
        module.add(KEPT, "interpreter_current", 0, args -> Interpreters.idOf(context.env()));
        module.add(KEPT, "interpreter_ids", 0, args -> new GuestArray(family().all().stream().map(Interpreter::id).toArray()));
        module.add(KEPT, "interpreter_exists", 1, args -> find(args[0]) != null);
        module.add(KEPT, "interpreter_is_running", 1, args -> withFound(args[0], found -> found.isRunning() ? 1 : 0));
        module.add(KEPT, "interpreter_add_reference", 1, args -> withFound(args[0], found -> {
            found.addReference();
            return 0;
        }));
        module.add(RELEASED, "interpreter_drop_reference", 1, args -> withFound(args[0], found -> {
            found.dropReference();
            closeIfUnreferenced(found);
            return 0;
        }));
        module.addVoid(KEPT, "interpreter_entry_by", 1, args -> entry = Values.callable(args[0]));
        module.addVoid(KEPT, "interpreter_interrupt_by", 1, args -> interrupter = Values.callable(args[0]));
        module.add(KEPT, "memory_new", 1, args -> new SharedMemory(new byte[Values.asInt(args[0])]));
        module.add(KEPT, "memory_for_bytes", 3,
                args -> ((SharedMemory) args[0]).forBytes(Values.asInt(args[1]), Values.asInt(args[2])));
        module.addVoid(KEPT, "memory_write", 3, args -> ((SharedMemory) args[0]).write(Values.asInt(args[1]), args[2]));
        module.addVoid(KEPT, "interpreter_travel_by", 2, args -> {
            encoder = Values.callable(args[0]);
            decoder = Values.callable(args[1]);
        });
        module.add(RELEASED, "interpreter_call", 3, this::call);
        module.add(RELEASED, "interpreter_close", 1,
                args -> withFound(args[0], found -> close(found) ? 0 : RUNNING));
    }

    private Interpreters family() {
        return context.interpreters();
    }

    private @Nullable Interpreter find(Object id) {
        return family().find(Values.asLong(id));
    }

    private long withFound(Object id, ToLongFunction<Interpreter> operation) {
        Interpreter found = find(id);
        return found == null ? UNKNOWN : operation.applyAsLong(found);
    }

    /**
     * Makes an interpreter with the configuration {@code args[0]}, which ends with its last reference if {@code args[1]}; None if there are
     * as many as there may be.
     */
    private Object create(Object[] args) {
        Object configuration = Neutral.of(args[0], values);
        if (!isConfiguration(configuration)) {
            throw new IllegalArgumentException();
        }
        try {
            Interpreter created = family().create(configuration, Values.asBoolean(args[1]), context::initializePython,
                    context::closeInside);
            return created == null ? values.none() : created.id();
        } catch (AbstractTruffleException failure) {
            if (GuestThreads.isInterrupt(failure)) {
                throw failure;
            }
            // An exception of the other interpreter must not get into this one.
            throw new IllegalStateException("the interpreter did not start", failure);
        }
    }

    /** Six answers to what is allowed, and the word for the GIL. */
    private static boolean isConfiguration(Object value) {
        return value instanceof Object[] parts && parts.length == CONFIGURATION_LENGTH && parts[parts.length - 1] instanceof TruffleString
                && Arrays.stream(parts, 0, parts.length - 1).allMatch(Boolean.class::isInstance);
    }

    /** What the interpreter {@code args[0]} was created with; None for the main one. */
    private Object configuration(Object[] args) {
        Interpreter self = Interpreters.self(context.env());
        Interpreter found = self != null && self.id() == Values.asLong(args[0]) ? self : find(args[0]);
        return found == null ? values.none() : Neutral.in(found.configuration(), values);
    }

    /** Calls the entry of the interpreter {@code args[0]} with the operation {@code args[1]} and its data {@code args[2]}. */
    @SuppressWarnings("removal")
    private Object call(Object[] args) {
        Interpreter other = find(args[0]);
        if (other == null) {
            return UNKNOWN;
        }
        Object operation = Neutral.of(args[1], values);
        Object data = Neutral.of(args[2], values);
        if (!other.begin()) {
            return other.hasEnded() ? UNKNOWN : RUNNING;
        }
        CurrentThread here = context.current();
        PassingException before = here.passing;
        here.passing = null;
        try {
            Object[] outcome = run(other, operation, data, here);
            if (here.passing != null && (!here.passing.isRaised() || isInterrupted(outcome))) {
                here.passing.raise(here);
            }
            return Neutral.in(outcome, values);
        } catch (ThreadDeath end) {
            // What ends the other interpreter must not end a thread of this one.
            if (!other.hasEnded() || context.end().mayEnd()) {
                throw end;
            }
            return UNKNOWN;
        } finally {
            here.passing = before;
            other.end();
            closeIfUnreferenced(other);
        }
    }

    private static Object[] run(Interpreter other, Object operation, Object data, CurrentThread here) {
        try {
            return other.run(() -> JThreadingLanguage.currentContext().interpreterFunctions().enter(operation, data, here));
        } catch (AbstractTruffleException escaped) {
            // The host interrupts both.
            if (GuestThreads.isInterrupt(escaped)) {
                throw escaped;
            }
            if (here.passing != null) {
                return new Object[]{INTERRUPTED};
            }
            // An exception of the other interpreter must not get into this one.
            throw new IllegalStateException("the other interpreter could not tell of an exception", escaped);
        }
    }

    private static boolean isInterrupted(Object[] outcome) {
        return Values.asString(outcome[0]).equals(INTERRUPTED);
    }

    /** Raises a copy of {@code passing} in this interpreter, which is entered. */
    void interrupt(PassingException passing) {
        Values.call(Objects.requireNonNull(interrupter), context.exceptions().builtin(passing.className()), passing.message());
    }

    private boolean close(Interpreter other) {
        PassingException[] raised = new PassingException[1];
        boolean closed = family().close(other, (found, close) -> raised[0] = context.closeInside(found, close));
        if (raised[0] != null) {
            raised[0].raise(context.current());
        }
        return closed;
    }

    /** The last reference to an interpreter may go while it runs. Then it ends afterwards. */
    private void closeIfUnreferenced(Interpreter other) {
        if (other.isUnreferenced() && !other.hasEnded() && other != Interpreters.self(context.env())) {
            close(other);
        }
    }

    /** What travels to another interpreter of a value of this one, which is entered. Raises NotShareableError if none does. */
    Object encode(Object value) {
        return Neutral.of(Values.call(Objects.requireNonNull(encoder), value), values);
    }

    /** The value of this interpreter, which is entered, for what has travelled. */
    Object decode(Object travelled) {
        return Values.call(Objects.requireNonNull(decoder), Neutral.in(travelled, values));
    }

    /** Of another interpreter's thread, which is in this one. */
    private Object[] enter(Object operation, Object data, CurrentThread outside) {
        Object function = Objects.requireNonNull(entry);
        CurrentThread before = outside.inside;
        outside.inside = context.current();
        try {
            return (Object[]) Neutral.of(Values.call(Objects.requireNonNull(enterer), function, Neutral.in(operation, values),
                    Neutral.in(data, values)), values);
        } finally {
            outside.inside = before;
            CurrentThread here = context.current();
            here.guest = context.threads().endVisit(here.guest);
        }
    }
}
