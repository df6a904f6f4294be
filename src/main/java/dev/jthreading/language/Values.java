package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import dev.jthreading.sync.Deadline;
import org.jspecify.annotations.Nullable;

/** Turns arguments into Java values, and null into Python's None. */
final class Values {

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    /** Python's None, handed over by the facade: a Java null is no value of the interop protocol. */
    private @Nullable Object none;

    void setNone(Object pythonNone) {
        none = pythonNone;
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

    /** A deadline so many nanoseconds from now; None, which is one object, for never. */
    @SuppressWarnings("ReferenceEquality")
    Deadline deadline(Object nanos) {
        return nanos == none ? Deadline.NEVER : Deadline.after(asLong(nanos));
    }

    /** Runs a Python callable; what it raises comes out as it is. */
    static Object call(Object callable, Object... arguments) {
        try {
            return INTEROP.execute(callable, arguments);
        } catch (com.oracle.truffle.api.interop.InteropException e) {
            throw new ClassCastException(e.getMessage());
        }
    }
}
