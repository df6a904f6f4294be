package dev.jthreading.language;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.source.Source;
import dev.jthreading.language.JThreadingInstrument.ContextOptions;

/** Puts the facade in place in every context that sets the option. */
final class Installer extends PythonListener {

    private final TruffleInstrument.Env env;

    Installer(TruffleInstrument.Env env) {
        super(env);
        this.env = env;
    }

    @Override
    protected void onPythonReady(TruffleContext context) {
        if (env.getOptions(context).get(ContextOptions.ENABLED)) {
            Object module = parse(Source.newBuilder(JThreadingLanguage.ID, "", "module").internal(true).build()).call();
            python(FacadeFunctions.source("install"), "jthreading/install.py", "native").call(module);
        }
    }
}
