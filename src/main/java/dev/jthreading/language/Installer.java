package dev.jthreading.language;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.ContextsListener;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.source.Source;
import dev.jthreading.language.JThreadingInstrument.ContextOptions;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Puts the facade in place as soon as Python is ready in a context, before it runs a line of the application's. */
final class Installer implements ContextsListener {

    private static final String PYTHON = "python";

    private final TruffleInstrument.Env env;

    Installer(TruffleInstrument.Env env) {
        this.env = env;
    }

    @Override
    public void onLanguageContextInitialized(TruffleContext context, LanguageInfo language) {
        if (language.getId().equals(PYTHON) && env.getOptions(context).get(ContextOptions.ENABLED)) {
            install();
        }
    }

    private void install() {
        try {
            Source program = Source.newBuilder(JThreadingLanguage.ID, "", "module").internal(true).build();
            Object module = env.parse(program).call();
            Source installer = Source.newBuilder(PYTHON, FacadeFunctions.source("install"), "jthreading/install.py")
                    .internal(true).build();
            env.parse(installer, "native").call(module);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onContextCreated(TruffleContext context) { }

    @Override
    public void onLanguageContextCreated(TruffleContext context, LanguageInfo language) { }

    @Override
    public void onLanguageContextFinalized(TruffleContext context, LanguageInfo language) { }

    @Override
    public void onLanguageContextDisposed(TruffleContext context, LanguageInfo language) { }

    @Override
    public void onContextClosed(TruffleContext context) { }
}
