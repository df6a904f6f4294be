package dev.jthreading.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.ControlFlowException;
import java.util.Objects;

/**
 * A function of the native module. The facade calls those that cannot block, and those that block in
 * {@link UnlockedBlocking}, through {@code polyglot.__execute__}, which keeps Python's interpreter lock; all others as an
 * ordinary foreign call, which lets go of it.
 */
@ExportLibrary(InteropLibrary.class)
final class NativeFunction implements TruffleObject {

    /** What the function does; arguments and result are values of the interop protocol. */
    @FunctionalInterface
    interface Body {
        Object call(Object[] arguments) throws InterruptedException;
    }

    /** What a function does that has nothing to return. */
    @FunctionalInterface
    interface Action {
        void run(Object[] arguments) throws InterruptedException;
    }

    private final String name;
    private final int arity;
    private final Body body;
    private final Values values;

    NativeFunction(String name, int arity, Body body, Values values) {
        this.name = name;
        this.arity = arity;
        this.body = body;
        this.values = values;
    }

    @ExportMessage
    boolean isExecutable() {
        return true;
    }

    /**
     * Only code that passes the facade by can give wrong arguments; no Java exception may reach it. Exceptions of Python's, and
     * those that the engine ends a thread with, are on their way through.
     */
    @ExportMessage
    @TruffleBoundary
    Object execute(Object[] arguments) {
        if (arguments.length != arity) {
            return values.raiseTypeError(name + "() takes " + arity + " arguments (" + arguments.length + " given)");
        }
        try {
            return body.call(arguments);
        } catch (AbstractTruffleException | ControlFlowException passing) {
            throw passing;
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException wrong) {
            return values.raiseTypeError(name + "() got a wrong argument");
        } catch (SafepointBlocking.ClearedThread cleared) {
            return values.raiseRuntimeError(Objects.requireNonNull(cleared.getMessage()), cleared);
        } catch (RuntimeException failure) {
            return values.raiseFailure(name + "() failed", failure);
        } catch (InterruptedException unreachable) {
            throw new AssertionError("waits go through the safepoint gateway", unreachable);
        }
    }

    @ExportMessage
    boolean hasExecutableName() {
        return true;
    }

    @ExportMessage
    Object getExecutableName() {
        return name;
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return "<jthreading function " + name + ">";
    }
}
