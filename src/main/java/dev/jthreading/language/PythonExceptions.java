package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import java.util.ArrayList;
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

    /** The name of the builtin class that an exception, on its way through the calling thread, is of or inherits from. */
    String nearestBuiltin(RuntimeException exception) {
        try {
            for (Object cls : ancestors(INTEROP.getMetaObject(exception))) {
                String name = INTEROP.asString(INTEROP.getMetaSimpleName(cls));
                if (INTEROP.isIdentical(cls, builtin(name), INTEROP)) {
                    return name;
                }
            }
        } catch (InteropException foreign) {
            // Another language's.
        }
        return "RuntimeError";
    }

    /** What an exception says, without the name of its class. */
    String message(RuntimeException exception) {
        try {
            String text = INTEROP.hasExceptionMessage(exception) ? INTEROP.asString(INTEROP.getExceptionMessage(exception)) : "";
            String name = INTEROP.asString(INTEROP.getMetaSimpleName(INTEROP.getMetaObject(exception)));
            return text.equals(name) ? "" : text.startsWith(name + ": ") ? text.substring(name.length() + 2) : text;
        } catch (InteropException foreign) {
            return "";
        }
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
        return ancestors(cls).stream().anyMatch(next -> INTEROP.isIdentical(next, ancestor, INTEROP));
    }

    /** A class and all that it inherits from, the nearest first. */
    private static List<Object> ancestors(Object cls) throws InteropException {
        List<Object> found = new ArrayList<>(List.of(cls));
        for (int i = 0; i < found.size(); i++) {
            Object next = found.get(i);
            Object parents = INTEROP.hasMetaParents(next) ? INTEROP.getMetaParents(next) : new GuestArray();
            for (long at = 0; at < INTEROP.getArraySize(parents); at++) {
                Object parent = INTEROP.readArrayElement(parents, at);
                if (found.stream().noneMatch(other -> INTEROP.isIdentical(parent, other, INTEROP))) {
                    found.add(parent);
                }
            }
        }
        return found;
    }
}
