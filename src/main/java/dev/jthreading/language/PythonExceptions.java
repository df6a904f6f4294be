package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Java has to know of Python's exceptions: which objects they are, and how one is raised. No code of a program runs to find that
 * out: classes are compared by themselves and not by what they say.
 */
final class PythonExceptions {

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    private @Nullable Object baseException;
    private @Nullable Object systemExit;
    private @Nullable Object judge;
    private @Nullable Object raiser;
    private @Nullable Object finder;

    /**
     * Takes the classes, and three functions of Python's: one that tells whether its argument can be raised, one that raises it, and one
     * that gives what a builtin name stands for.
     */
    void bind(Object baseExceptionClass, Object systemExitClass, Object judgeFunction, Object raiseFunction, Object findFunction) {
        baseException = baseExceptionClass;
        systemExit = systemExitClass;
        judge = judgeFunction;
        raiser = raiseFunction;
        finder = findFunction;
    }

    /** Whether {@code value} is an exception class or an exception of Python's. It takes the GIL once. */
    boolean isRaisable(Object value) {
        return judge != null && Values.asBoolean(Values.call(judge, value));
    }

    /** Whether {@code exception}, on its way through the calling thread, is one of Python's. */
    boolean isPythons(Object exception) {
        return is(exception, baseException);
    }

    boolean isSystemExit(Object exception) {
        return is(exception, systemExit);
    }

    /** Raises an exception, or a new one of a class, in the calling thread. */
    void raise(Object exception) {
        if (raiser != null) {
            Values.call(raiser, exception);
        }
    }

    /** The name of a builtin exception class; null for other values. */
    @Nullable String builtinName(Object value) {
        try {
            if (!INTEROP.isMetaObject(value) || !isRaisable(value)) {
                return null;
            }
            String name = INTEROP.asString(INTEROP.getMetaSimpleName(value));
            return INTEROP.isIdentical(value, builtin(name), INTEROP) ? name : null;
        } catch (InteropException foreign) {
            return null;
        }
    }

    /** The exception class of that name, or None. */
    Object builtin(String name) {
        return Values.call(Objects.requireNonNull(finder), name);
    }

    private static boolean is(Object value, @Nullable Object ancestor) {
        try {
            Object cls = INTEROP.isMetaObject(value) ? value : INTEROP.hasMetaObject(value) ? INTEROP.getMetaObject(value) : null;
            return cls != null && ancestor != null && inherits(cls, ancestor);
        } catch (InteropException foreign) {
            return false;
        }
    }

    private static boolean inherits(Object cls, Object ancestor) throws InteropException {
        Deque<Object> open = new ArrayDeque<>(List.of(cls));
        List<Object> seen = new ArrayList<>();
        while (!open.isEmpty()) {
            Object next = open.remove();
            if (INTEROP.isIdentical(next, ancestor, INTEROP)) {
                return true;
            }
            if (seen.stream().noneMatch(other -> INTEROP.isIdentical(next, other, INTEROP)) && INTEROP.hasMetaParents(next)) {
                seen.add(next);
                Object parents = INTEROP.getMetaParents(next);
                for (long i = 0; i < INTEROP.getArraySize(parents); i++) {
                    open.add(INTEROP.readArrayElement(parents, i));
                }
            }
        }
        return false;
    }
}
