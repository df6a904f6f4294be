package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;

/** What the application sees of an exception of Python's, or of the engine's. The engine makes it of what a value's function throws. */
@ExportLibrary(InteropLibrary.class)
final class HostException implements TruffleObject {

    private final Throwable thrown;

    private HostException(Throwable thrown) {
        this.thrown = thrown;
    }

    /** What the application sees of {@code thrown} in the context that is entered; or of what comes meanwhile. */
    static PolyglotException of(Throwable thrown) {
        try {
            throw new IllegalStateException(Context.getCurrent().asValue(new HostException(thrown)).execute().toString());
        } catch (PolyglotException seen) {
            return seen;
        }
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
