package dev.jthreading;

import org.graalvm.polyglot.PolyglotException;

/** Hears of exceptions that end Python threads, beside {@code threading.excepthook}. */
@FunctionalInterface
public interface UncaughtExceptionListener {

    /**
     * {@code exception} was raised by the {@code run()} of {@code thread}, or by what {@code _thread.start_new_thread} was given, and
     * nothing caught it; {@code SystemExit} is not told. It knows its {@linkplain PolyglotException#getSourceLocation location} and its
     * {@linkplain PolyglotException#getPolyglotStackTrace stack}, without the calls inside a {@code try} or {@code with} statement that it
     * went through. Those are in the traceback of its {@linkplain PolyglotException#getGuestObject guest object}, Python's exception.
     *
     * <p>Called in that thread without the GIL, before {@code threading.excepthook}. What this throws is logged, by the
     * {@link System.Logger} named {@code dev.jthreading}, and changes nothing. It must not close the context, which waits for this thread:
     * another thread can.
     *
     * @param thread the thread that ends with the exception
     * @param exception the exception, of Python's or, with host access, of Java's
     */
    void uncaughtException(PythonThread thread, PolyglotException exception);
}
