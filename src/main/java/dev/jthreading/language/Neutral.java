package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.strings.TruffleString;

/**
 * Values that belong to no context: numbers, texts, bytes, {@link Handle}s of what is Java's, None, and arrays of these. The facade makes
 * such of whatever travels from one interpreter to another. No object of one context is ever used in another.
 */
final class Neutral {

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    /** Python's None. */
    private enum None { NONE }

    /** Python's bytes. */
    private record Bytes(SharedMemory memory) { }

    private Neutral() { }

    /** What a value of the context with these {@code values}, which is entered, is everywhere. */
    static Object of(Object value, Values values) {
        if (value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof Double
                || value instanceof TruffleString || value instanceof SharedMemory) {
            return value;
        }
        if (value instanceof Handle handle) {
            handle.shared = true;
            return handle;
        }
        if (values.isNone(value)) {
            return None.NONE;
        }
        try {
            if (INTEROP.hasBufferElements(value)) {
                return new Bytes(SharedMemory.copyOf(value));
            }
            if (INTEROP.isString(value)) {
                return INTEROP.asTruffleString(value);
            }
            if (INTEROP.hasArrayElements(value)) {
                Object[] elements = elements(value);
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = of(elements[i], values);
                }
                return elements;
            }
            return INTEROP.fitsInLong(value) ? INTEROP.asLong(value) : (Object) INTEROP.asDouble(value);
        } catch (InteropException e) {
            throw new ClassCastException(e.getMessage());
        }
    }

    /** What is in a tuple. */
    static Object[] elements(Object tuple) {
        try {
            Object[] elements = new Object[Math.toIntExact(INTEROP.getArraySize(tuple))];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = INTEROP.readArrayElement(tuple, i);
            }
            return elements;
        } catch (InteropException e) {
            throw new ClassCastException(e.getMessage());
        }
    }

    /** What a neutral value is in the context with these {@code values}. */
    static Object in(Object neutral, Values values) {
        if (neutral == None.NONE) {
            return values.none();
        }
        if (neutral instanceof Bytes bytes) {
            return bytes.memory.forBytes();
        }
        if (neutral instanceof Object[] elements) {
            Object[] inside = new Object[elements.length];
            for (int i = 0; i < elements.length; i++) {
                inside[i] = in(elements[i], values);
            }
            return new GuestArray(inside);
        }
        return neutral;
    }
}
