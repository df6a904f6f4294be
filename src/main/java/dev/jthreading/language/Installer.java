package dev.jthreading.language;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.source.Source;
import dev.jthreading.language.JThreadingInstrument.ContextOptions;
import org.graalvm.options.OptionValues;

/** Puts the facade in place in every context that sets the option. */
final class Installer extends PythonListener {

    private final TruffleInstrument.Env env;

    Installer(TruffleInstrument.Env env) {
        super(env);
        this.env = env;
    }

    @Override
    protected void onPythonReady(TruffleContext context) {
        OptionValues options = env.getOptions(context);
        if (options.get(ContextOptions.ENABLED)) {
            NativeModule module = module();
            module.context().threads().configure(options.get(ContextOptions.IdleWorkers), options.get(ContextOptions.VirtualThreads),
                    options.get(ContextOptions.ShutdownTimeout));
            Object builtinCode = python(BuiltinThread.SOURCE, "jthreading/_thread.py", "unused").call(0);
            python(FacadeFunctions.source("install"), "jthreading/install.py", "native", "installation", "builtin_code")
                    .call(module, module.installation(), builtinCode);
            module.context().setInstalled();
        }
    }

    /** That of the entered context. */
    NativeModule module() {
        return (NativeModule) parse(Source.newBuilder(JThreadingLanguage.ID, "", "module").internal(true).build()).call();
    }

    /** The same for all contexts, and made when the first one needs it. */
    private static final class BuiltinThread {
        static final String SOURCE = FacadeFunctions.builtinSource("_thread");
    }
}
