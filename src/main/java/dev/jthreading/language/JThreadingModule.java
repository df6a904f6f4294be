package dev.jthreading.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the Python module {@code _jthreading}: all that the facade calls in Java. Another object of this class has those of
 * the installation, which put the facade in place and which no program gets.
 *
 * <p>Each is registered with what becomes of the GIL in a call of it. In Python its name begins with an underscore.
 */
@ExportLibrary(InteropLibrary.class)
final class JThreadingModule implements TruffleObject {

    private final Map<String, ModuleFunction> functions = new LinkedHashMap<>();

    private final JThreadingContext context;
    private final Values values;
    private final @Nullable JThreadingModule installation;

    private JThreadingModule(JThreadingContext context, Values values, @Nullable JThreadingModule installation) {
        this.context = context;
        this.values = values;
        this.installation = installation;
    }

    JThreadingContext context() {
        return context;
    }

    /** The functions that put the facade in place, which Python must not have after that. */
    JThreadingModule installation() {
        return Objects.requireNonNull(installation);
    }

    static JThreadingModule of(JThreadingContext context) {
        Values values = new Values(context);
        JThreadingModule installation = new JThreadingModule(context, values, null);
        JThreadingModule module = new JThreadingModule(context, values, installation);
        new LockFunctions(context, values).addTo(module);
        new SynchronizerFunctions(context, values).addTo(module);
        new QueueFunctions(context, values).addTo(module);
        new ThreadFunctions(context, values).addTo(module, installation);
        InterpreterFunctions interpreters = new InterpreterFunctions(context, values);
        interpreters.addTo(module, installation);
        context.setInterpreterFunctions(interpreters);
        new SharedQueueFunctions(context, values).addTo(module);
        new SharedChannelFunctions(context, values).addTo(module);
        new JavaLockFunctions(context, values).addTo(module, installation);
        new InspectionFunctions(context, values).addTo(module);
        new FacadeFunctions(context, values).addTo(module, installation);
        return module;
    }

    void add(ModuleFunction.Gil gil, String name, int arity, ModuleFunction.Body body) {
        functions.put(name, new ModuleFunction(gil, name, arity, body, values));
    }

    /** A function that is no member. */
    ModuleFunction function(ModuleFunction.Body body) {
        return new ModuleFunction(ModuleFunction.Gil.RELEASED, "function", 1, body, values);
    }

    /** Adds a function that returns None. */
    void addVoid(ModuleFunction.Gil gil, String name, int arity, ModuleFunction.Action action) {
        add(gil, name, arity, arguments -> {
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
        return new GuestArray(functions.keySet().toArray());
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return functions.containsKey(member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        ModuleFunction function = functions.get(member);
        if (function == null) {
            throw UnknownIdentifierException.create(member);
        }
        return function;
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return "<jthreading functions>";
    }
}
