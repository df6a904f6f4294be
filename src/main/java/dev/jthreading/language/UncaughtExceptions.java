package dev.jthreading.language;

import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.TruffleStackTrace;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import dev.jthreading.PythonThread;
import dev.jthreading.UncaughtExceptionListener;
import dev.jthreading.thread.GuestThread;
import dev.jthreading.thread.GuestThreads;
import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the application's listener of exceptions that end Python threads. It hears of them as they come out of what the thread runs,
 * where they still have the stack of where they were raised. A program cannot have the listener told of anything else.
 */
final class UncaughtExceptions {

    private static final System.Logger LOGGER = System.getLogger("dev.jthreading");

    private final JThreadingContext context;
    private volatile @Nullable UncaughtExceptionListener listener;

    UncaughtExceptions(JThreadingContext context) {
        this.context = context;
    }

    void setListener(@Nullable UncaughtExceptionListener application) {
        listener = application;
    }

    /** Calls {@code function}, of Python, which is all that the calling thread runs; what it raises comes out as it is. */
    Object callIn(Object function) {
        GuestThread thread = context.currentThread();
        boolean own = thread.beginProgram();
        try {
            return Values.call(function);
        } catch (AbstractTruffleException exception) {
            if (own) {
                thread.setForeignTraceback(context.exceptions().isPythons(exception) ? null : ForeignTraceback.of(exception));
                tell(thread, exception);
            }
            throw exception;
        }
    }

    private void tell(GuestThread thread, AbstractTruffleException exception) {
        UncaughtExceptionListener application = listener;
        if (application == null || GuestThreads.isInterrupt(exception) || context.end().endsThreads()
                || context.exceptions().isSystemExit(exception)) {
            return;
        }
        Optional<PythonThread> described = context.inspector().thread(thread);
        if (described.isPresent()) {
            // Calls the exception's own methods, which others may have to interrupt.
            TruffleStackTrace.fillIn(exception);
            PolyglotException thrown = HostException.of(exception);
            if (thrown.isInterrupted() || thrown.isCancelled()) {
                return;
            }
            TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
            // An interrupt that came as the thread regains the GIL would replace the exception, of which Python would not hear.
            boolean allowed = safepoint.setAllowSideEffects(false);
            try {
                context.unlockedBlocking().callApplication(() -> {
                    // What the listener calls of Python's is as any call.
                    safepoint.setAllowSideEffects(allowed);
                    tell(application, described.get(), thrown);
                    safepoint.setAllowSideEffects(false);
                });
            } finally {
                safepoint.setAllowSideEffects(allowed);
            }
        }
    }

    private static void tell(UncaughtExceptionListener application, PythonThread thread, PolyglotException exception) {
        try {
            application.uncaughtException(thread, exception);
        } catch (Throwable failure) {
            log(failure);
        }
    }

    private static void log(Throwable failure) {
        try {
            LOGGER.log(System.Logger.Level.WARNING, "a listener for uncaught exceptions failed", failure);
        } catch (StackOverflowError | OutOfMemoryError noRoom) {
            // Python is yet to tell of the exception itself.
        }
    }
}
