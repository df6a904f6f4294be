package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;
import static dev.jthreading.language.ModuleFunction.Gil.RELEASED;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.nodes.ControlFlowException;
import com.oracle.truffle.api.strings.TruffleString;
import dev.jthreading.interpreter.Interpreter;
import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.language.JThreadingLanguage.CurrentThread;
import dev.jthreading.sync.StackRoom;
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
    /** The engine could not do it; the application's log tells why. */
    private static final long FAILED = -3;
    /** The main interpreter has ended. */
    private static final long ENDED = -4;

    private static final System.Logger LOGGER = System.getLogger("dev.jthreading");
    private static final int CONFIGURATION_LENGTH = 7;

    /** The outcome of an operation that a copy of a {@link PassingException} has ended. */
    private static final String INTERRUPTED = "interrupted";

    private final JThreadingContext context;
    private final Values values;
    /** What another interpreter calls in this one: a function of an operation and its data, both {@link Neutral}, as is its result. */
    private volatile @Nullable Object entry;
    /** The function of Python's that calls it. */
    private volatile @Nullable Object enterer;
    /** Functions that make of a value of this interpreter what can travel, also of one that may have to, and the value again. */
    private volatile @Nullable Object encoder;
    private volatile @Nullable Object preparer;
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
        module.add(KEPT, "interpreter_ids", 0, args -> new GuestArray(family().all().stream()
                .filter(one -> !one.isUnreferenced()).map(Interpreter::id).toArray()));
        module.add(KEPT, "interpreter_exists", 1, args -> find(args[0]) != null);
        module.add(KEPT, "interpreter_is_running", 1, args -> withFound(args[0], found -> found.isRunning() ? 1 : 0));
        module.add(KEPT, "interpreter_add_reference", 1, args -> withFound(args[0], found -> {
            found.addReference(Interpreters.idOf(context.env()));
            return 0;
        }));
        module.add(KEPT, "interpreter_drop_reference", 1, args -> withFound(args[0], found -> {
            found.dropReference(Interpreters.idOf(context.env()));
            return found.isUnreferenced() ? 1 : 0;
        }));
        module.addVoid(RELEASED, "interpreters_close_unreferenced", 0, args -> closeUnreferenced());
        module.addVoid(KEPT, "interpreter_entry_by", 1, args -> entry = Values.callable(args[0]));
        module.addVoid(KEPT, "interpreter_interrupt_by", 1, args -> interrupter = Values.callable(args[0]));
        module.add(KEPT, "memory_new", 1, args -> new SharedMemory(new byte[Values.asInt(args[0])]));
        module.add(KEPT, "memory_for_bytes", 3,
                args -> ((SharedMemory) args[0]).forBytes(Values.asInt(args[1]), Values.asInt(args[2])));
        module.addVoid(KEPT, "memory_write", 3, args -> ((SharedMemory) args[0]).write(Values.asInt(args[1]), args[2]));
        module.addVoid(KEPT, "interpreter_travel_by", 3, args -> {
            encoder = Values.callable(args[0]);
            preparer = Values.callable(args[1]);
            decoder = Values.callable(args[2]);
        });
        module.add(RELEASED, "interpreter_call", 3, this::call);
        module.add(RELEASED, "interpreter_close", 1, args -> {
            StackRoom.requireMuch();
            return withFound(args[0], this::close);
        });
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
        StackRoom.requireMost();
        // A program that does nothing but create would else hear of no signal.
        context.blocking().poll();
        try {
            Interpreter created = family().create(configuration, Values.asBoolean(args[1]), context::initializePython,
                    context::closeInside);
            return created != null ? created.id() : family().hasEnded() ? ENDED : values.none();
        } catch (RuntimeException failure) {
            throwIfPassing(failure);
            // An exception of the other interpreter must not get into this one.
            return failed("an interpreter did not start", failure);
        }
    }

    /** What the host interrupts the thread with, and what ends it, is on its way through. */
    private void throwIfPassing(RuntimeException failure) {
        if (GuestThreads.isInterrupt(failure) || failure instanceof ControlFlowException || context.end().endsThreads()) {
            throw failure;
        }
    }

    private static long failed(String message, RuntimeException failure) {
        LOGGER.log(System.Logger.Level.WARNING, message, failure);
        return FAILED;
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
        // What overflows the stack while the engine enters the other interpreter, or leaves it, is no exception of Python's.
        StackRoom.requireMuch();
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
            if (other.isUnreferenced()) {
                closeUnreferenced();
            }
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

    private long close(Interpreter other) {
        PassingException[] raised = new PassingException[1];
        long outcome;
        try {
            boolean closed = family().close(other,
                    (found, close) -> context.closeInside(found, close, passing -> raised[0] = passing));
            outcome = closed ? 0 : RUNNING;
        } catch (RuntimeException failure) {
            throwIfPassing(failure);
            outcome = failed("interpreter " + other.id() + " could not be closed, and was cancelled", failure);
        }
        if (outcome != RUNNING) {
            // Those whose last reference it had.
            closeUnreferenced();
        }
        if (raised[0] != null) {
            raised[0].raise(context.current());
        }
        return outcome;
    }

    /** Ends those whose last reference has gone. That may go while one runs. Then it ends afterwards. */
    private void closeUnreferenced() {
        Interpreter self = Interpreters.self(context.env());
        for (Interpreter other : family().all()) {
            if (other != self && other.isUnreferenced() && !other.hasEnded()) {
                close(other);
            }
        }
    }

    /** What travels to another interpreter of a value of this one, which is entered. Raises NotShareableError if none does. */
    Object encode(Object value) {
        return Neutral.of(Values.call(Objects.requireNonNull(encoder), value), values);
    }

    /** The same for a value that may have to travel; null if it cannot be prepared for that. */
    @Nullable Object prepare(Object value) {
        Object pair = Values.call(Objects.requireNonNull(preparer), value);
        return values.isNone(pair) ? null : Neutral.of(pair, values);
    }

    /** The value of this interpreter, which is entered, for what has travelled. */
    Object decode(Object travelled) {
        return Values.call(Objects.requireNonNull(decoder), Neutral.in(travelled, values));
    }

    /** Of another interpreter's thread, which is in this one. */
    private Object[] enter(Object operation, Object data, CurrentThread outside) {
        Object function = Objects.requireNonNull(entry);
        CurrentThread before = outside.inside;
        CurrentThread entered = context.current();
        // It may come back from another interpreter into its own.
        CurrentThread enteredBefore = entered.inside;
        entered.inside = null;
        outside.inside = entered;
        try {
            return (Object[]) Neutral.of(Values.call(Objects.requireNonNull(enterer), function, Neutral.in(operation, values),
                    Neutral.in(data, values)), values);
        } finally {
            outside.inside = before;
            entered.inside = enteredBefore;
            entered.guest = context.threads().endVisit(entered.guest);
        }
    }
}
