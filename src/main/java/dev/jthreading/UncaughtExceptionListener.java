package dev.jthreading;

import org.graalvm.polyglot.PolyglotException;

/** Hears of exceptions that end Python threads, beside {@code threading.excepthook}. */
@FunctionalInterface
public interface UncaughtExceptionListener {

    /**
     * {@code exception} was raised by the {@code run()} of {@code thread}, and nothing caught it; {@code SystemExit} is not
     * told. Its {@linkplain PolyglotException#getGuestObject guest object} is Python's exception, with the traceback. Called in that thread, before {@code threading.excepthook}. What this throws is logged, by the
     * {@link System.Logger} named {@code dev.jthreading}, and changes nothing.
     */
    void uncaughtException(PythonThread thread, PolyglotException exception);
}
