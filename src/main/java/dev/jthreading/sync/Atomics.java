package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Makes the handles for fields that a class changes by compare-and-set. */
final class Atomics {

    private Atomics() { }

    /**
     * Returns the handle of the field {@code name} of the class that made {@code lookup}. The class must keep it in a
     * {@code static final} field, or the JIT compiler does not inline its operations.
     */
    static VarHandle field(MethodHandles.Lookup lookup, String name, Class<?> type) {
        try {
            return lookup.findVarHandle(lookup.lookupClass(), name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
