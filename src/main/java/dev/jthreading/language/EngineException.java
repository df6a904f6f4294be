package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import org.graalvm.polyglot.Context;

/**
 * What the engine throws at a safepoint, to interrupt or cancel: out of this library's own code when the application called that. The
 * application knows it as {@code PolyglotException}, which the engine makes of what a value's function throws.
 */
@ExportLibrary(InteropLibrary.class)
final class EngineException implements TruffleObject {

    private final Throwable thrown;

    private EngineException(Throwable thrown) {
        this.thrown = thrown;
    }

    /** Throws what the application is to see of {@code thrown}, in the context that is entered. Returns {@code thrown} if it does not. */
    static <E extends Throwable> E forHost(E thrown) {
        Context.getCurrent().asValue(new EngineException(thrown)).executeVoid();
        return thrown;
    }

    @ExportMessage
    boolean isExecutable() {
        return true;
    }

    @ExportMessage
    @SuppressWarnings("DoNotCallSuggester")
    Object execute(@SuppressWarnings("unused") Object[] arguments) {
        throw rethrown(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException rethrown(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
