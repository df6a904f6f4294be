package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import dev.jthreading.sync.Deadline;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns arguments into Java values, and null into Python's None. */
final class Values {

    private static final System.Logger LOGGER = System.getLogger("dev.jthreading");
    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    /** Python's None, handed over by the facade: a Java null is no value of the interop protocol. */
    private @Nullable Object none;

    /** A Python callable that raises TypeError with the text that it is given. */
    private @Nullable Object typeErrorRaiser;

    /** A Python callable that raises RuntimeError with the text that it is given. */
    private @Nullable Object runtimeErrorRaiser;

    private final JThreadingContext context;

    Values(JThreadingContext context) {
        this.context = context;
    }

    /** Takes what only Python can give. */
    void bind(Object pythonNone, Object typeError, Object runtimeError) {
        none = pythonNone;
        typeErrorRaiser = typeError;
        runtimeErrorRaiser = runtimeError;
    }

    /** Raises Python's TypeError. */
    Object raiseTypeError(String message) {
        if (typeErrorRaiser == null) {
            throw new IllegalStateException(message);
        }
        return call(typeErrorRaiser, message);
    }

    /**
     * Raises Python's RuntimeError for a failure that is Java's: a bug, or a lock of the application's that throws. The log of the
     * application tells it, and Python only that there was one. Threads that are being ended are left to end.
     */
    Object raiseFailure(String message, RuntimeException failure) {
        throwIfEnding(failure);
        // What writes the log may want Python.
        context.unlockedBlocking().callApplication(() -> LOGGER.log(System.Logger.Level.WARNING, message, failure));
        return raiseRuntimeError(message, failure);
    }

    /** Raises Python's RuntimeError, or {@code failure} itself where threads are being ended. */
    Object raiseRuntimeError(String message, RuntimeException failure) {
        throwIfEnding(failure);
        return call(Objects.requireNonNull(runtimeErrorRaiser), message);
    }

    private void throwIfEnding(RuntimeException failure) {
        if (runtimeErrorRaiser == null || context.end().endsThreads()) {
            throw failure;
        }
    }

    /** Python's None. */
    Object none() {
        if (none == null) {
            throw new IllegalStateException("the facade is not installed");
        }
        return none;
    }

    Object orNone(@Nullable Object value) {
        return value == null ? none() : value;
    }

    /** The Java object behind a {@link Handle}. */
    static <T> T target(Object handle, Class<T> type) {
        return type.cast(((Handle) handle).target);
    }

    static long asLong(Object number) {
        try {
            return number instanceof Integer small ? small : INTEROP.asLong(number);
        } catch (UnsupportedMessageException e) {
            throw new ClassCastException(e.getMessage());
        }
    }

    static int asInt(Object number) {
        return Math.toIntExact(asLong(number));
    }

    static boolean asBoolean(Object value) {
        return (Boolean) value;
    }

    static String asString(Object string) {
        try {
            return INTEROP.asString(string);
        } catch (UnsupportedMessageException e) {
            throw new ClassCastException(e.getMessage());
        }
    }

    /** What Java is to call, later and perhaps in another thread, where it is too late to say that it cannot be called. */
    static Object callable(Object value) {
        if (!INTEROP.isExecutable(value)) {
            throw new ClassCastException();
        }
        return value;
    }

    /** A deadline so many nanoseconds from now for a wait of this thread; None, which is one object, for never. */
    Deadline deadline(Object nanos) {
        return deadlineFrom(nanos).get();
    }

    /** Gives deadlines so many nanoseconds from when they are asked for. */
    Supplier<Deadline> deadlineFrom(Object nanos) {
        if (isNone(nanos)) {
            return () -> Deadline.NEVER;
        }
        long whole = asLong(nanos);
        return () -> deadlineAfter(whole);
    }

    /** A deadline so many nanoseconds from now for a wait of this thread. */
    Deadline deadlineAfter(long nanos) {
        Deadline deadline = Deadline.after(nanos);
        context.currentThread().expectTimedWait();
        return deadline;
    }

    /** Whether a value is Python's None, which is one object. */
    @SuppressWarnings("ReferenceEquality")
    boolean isNone(Object value) {
        return value == none;
    }

    /** Runs a Python callable at a safepoint, in the middle of some program. */
    void callAtSafepoint(Object callable) {
        try {
            call(callable);
        } catch (ClassCastException wrong) {
            raiseTypeError("what is called in a thread takes no arguments");
        }
    }

    /** Runs a Python callable; what it raises comes out as it is. */
    static Object call(Object callable, Object... arguments) {
        try {
            return INTEROP.execute(callable, arguments);
        } catch (InteropException e) {
            throw new ClassCastException(e.getMessage());
        }
    }
}
