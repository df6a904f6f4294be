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
 * A function of the Python module {@code _jthreading}: Java code that the facade calls.
 *
 * <p>Its {@link Gil} says how. {@code FacadeSourceTest} reads the facade's source and fails when a call is of the other kind.
 */
@ExportLibrary(InteropLibrary.class)
final class ModuleFunction implements TruffleObject {

    /** What becomes of the GIL in a call of a function. GraalPy offers two kinds of calls, and the facade must use the right one. */
    enum Gil {
        /**
         * The facade calls {@code _execute(_function, ...)}, which is {@code polyglot.__execute__}: the calling thread keeps the GIL.
         * The function must not block outside of {@link UnlockedBlocking}, which releases the GIL for a wait and for calls of the
         * application's code. It may call Python, and must call no lock of the host. A function of this kind returns no string of
         * Java's: that would not become one of Python's.
         */
        KEPT("through _execute, which keeps the GIL"),
        /**
         * The facade calls {@code _function(...)}, an ordinary foreign call: GraalPy releases the GIL before and acquires it after.
         * Another thread may have its turn in between, so beside a thread that computes the call takes up to a switch interval.
         */
        RELEASED("as it is, which releases the GIL");

        private final String call;

        Gil(String call) {
            this.call = call;
        }
    }

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

    private final Gil gil;
    private final String name;
    private final int arity;
    private final Body body;
    private final Values values;

    ModuleFunction(Gil gil, String name, int arity, Body body, Values values) {
        this.gil = gil;
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
     * Only code that bypasses the facade can pass wrong arguments. It gets a Python exception, never a Java one. Exceptions of
     * Python's, and those that the engine ends a thread with, are on their way through.
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
        return "<jthreading function " + name + ", to be called " + gil.call + ">";
    }
}
