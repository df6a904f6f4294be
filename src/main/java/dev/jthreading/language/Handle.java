package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;

/**
 * Lets a Python object hold a Java one; Python can do nothing with it but hand it to a {@link ModuleFunction}, and is not told
 * what it is.
 */
@ExportLibrary(InteropLibrary.class)
final class Handle implements TruffleObject {

    final Object target;
    /** Whether another interpreter has had it, and may have it still. */
    volatile boolean shared;
    /** How many threads are about to share it, a queue. It is used with the GIL of its interpreter. */
    int sharers;

    Handle(Object target) {
        this.target = target;
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return "<jthreading handle>";
    }
}
