package dev.jthreading.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/** The functions that the facade is built on, by name. */
@ExportLibrary(InteropLibrary.class)
final class NativeModule implements TruffleObject {

    private final Map<String, NativeFunction> functions = new LinkedHashMap<>();

    private final JThreadingContext context;
    private final Values values;

    private NativeModule(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    JThreadingContext context() {
        return context;
    }

    static NativeModule of(JThreadingContext context) {
        Values values = new Values(context);
        NativeModule module = new NativeModule(context, values);
        new LockFunctions(context, values).addTo(module);
        new SynchronizerFunctions(context, values).addTo(module);
        new ThreadFunctions(context, values).addTo(module);
        new JavaLockFunctions(context, values).addTo(module);
        new InspectionFunctions(context, values).addTo(module);
        new FacadeFunctions(values).addTo(module);
        return module;
    }

    void add(String name, int arity, NativeFunction.Body body) {
        functions.put(name, new NativeFunction(name, arity, body, values));
    }

    /** Adds a function that returns None. */
    void addVoid(String name, int arity, NativeFunction.Action action) {
        add(name, arity, arguments -> {
            action.run(arguments);
            return values.none();
        });
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new Names(functions.keySet().toArray(new String[0]));
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return functions.containsKey(member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        NativeFunction function = functions.get(member);
        if (function == null) {
            throw UnknownIdentifierException.create(member);
        }
        return function;
    }

    /** The names of the members, as the interop protocol wants them. */
    @ExportLibrary(InteropLibrary.class)
    static final class Names implements TruffleObject {
        private final String[] names;

        Names(String[] names) {
            this.names = names;
        }

        @ExportMessage
        boolean hasArrayElements() {
            return true;
        }

        @ExportMessage
        long getArraySize() {
            return names.length;
        }

        @ExportMessage
        boolean isArrayElementReadable(long index) {
            return index >= 0 && index < names.length;
        }

        @ExportMessage
        Object readArrayElement(long index) throws InvalidArrayIndexException {
            if (!isArrayElementReadable(index)) {
                throw InvalidArrayIndexException.create(index);
            }
            return names[(int) index];
        }
    }
}
