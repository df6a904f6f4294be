package dev.jthreading.language;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.ContextsListener;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Hears of Python being ready in a context, before that runs a line of the application's, and can run programs there. */
public abstract class PythonListener implements ContextsListener {

    private static final String PYTHON = "python";

    private final TruffleInstrument.Env env;

    protected PythonListener(TruffleInstrument.Env env) {
        this.env = env;
    }

    /** Python is ready in {@code context}, which is entered. */
    protected abstract void onPythonReady(TruffleContext context);

    /** A Python program. */
    protected final CallTarget python(String program, String name) {
        return parse(Source.newBuilder(PYTHON, program, name).internal(true).build());
    }

    /**
     * A program of whatever language. It has no arguments: those that do, GraalPy makes a function of that in time cannot be called any
     * more, if the program is kept.
     */
    protected final CallTarget parse(Source source) {
        try {
            return env.parse(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a resource of this library's. */
    protected static String read(URL resource) {
        try (InputStream in = resource.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void onLanguageContextInitialized(TruffleContext context, LanguageInfo language) {
        if (language.getId().equals(PYTHON)) {
            onPythonReady(context);
        }
    }

    @Override
    public void onContextCreated(TruffleContext context) { }

    @Override
    public final void onLanguageContextCreated(TruffleContext context, LanguageInfo language) { }

    @Override
    public final void onLanguageContextFinalized(TruffleContext context, LanguageInfo language) { }

    @Override
    public final void onLanguageContextDisposed(TruffleContext context, LanguageInfo language) { }

    @Override
    public final void onContextClosed(TruffleContext context) { }
}
