package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import dev.jthreading.sync.Deadline;
import org.jspecify.annotations.Nullable;

/** Turns arguments into Java values, and null into Python's None. */
final class Values {

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    /** Python's None, handed over by the facade: a Java null is no value of the interop protocol. */
    private @Nullable Object none;

    /** A Python callable that raises TypeError with the text that it is given. */
    private @Nullable Object typeErrorRaiser;

    private final JThreadingContext context;

    Values(JThreadingContext context) {
        this.context = context;
    }

    /** Takes what only Python can give. */
    void bind(Object pythonNone, Object raiser) {
        none = pythonNone;
        typeErrorRaiser = raiser;
    }

    /** Raises Python's TypeError. */
    Object raiseTypeError(String message) {
        if (typeErrorRaiser == null) {
            throw new IllegalStateException(message);
        }
        return call(typeErrorRaiser, message);
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

    /** A deadline so many nanoseconds from now for a wait of this thread; None, which is one object, for never. */
    @SuppressWarnings("ReferenceEquality")
    Deadline deadline(Object nanos) {
        if (nanos == none) {
            return Deadline.NEVER;
        }
        Deadline deadline = Deadline.after(asLong(nanos));
        context.currentThread().expectTimedWait();
        return deadline;
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
