package dev.jthreading.language;

import dev.jthreading.language.JThreadingLanguage.CurrentThread;

/**
 * An exception that was raised in an interpreter while the thread ran something in another one, as by the handler of a signal. That one
 * knows nothing of the first one's classes. So a copy of the nearest builtin class is raised there. If it ends the call, the next
 * interpreter outwards gets a copy of its own, and the first one the exception itself.
 */
final class PassingException {

    private final CurrentThread origin;
    private final RuntimeException exception;
    private final String className;
    private final String message;
    /** Whether it has been raised once more: it, or a copy, which has replaced it for the interpreters further in. */
    private boolean raised;

    /** {@code exception} was raised by the calling thread in {@code context}, which is entered. */
    PassingException(JThreadingContext context, RuntimeException exception) {
        this.origin = context.current();
        this.exception = exception;
        this.className = context.exceptions().nearestBuiltin(exception);
        this.message = context.exceptions().message(exception);
    }

    String className() {
        return className;
    }

    String message() {
        return message;
    }

    boolean isRaised() {
        return raised;
    }

    /** Has the calling thread raise a copy in {@code innermost} as soon as that can be. */
    void send(CurrentThread innermost) {
        new Interruption(innermost.context, () -> {
            if (!raised) {
                raiseCopy(innermost.context);
            }
        }).submitIfOpen(Thread.currentThread());
    }

    /** Raises it in {@code context}, where the calling thread is {@code here}. */
    void raise(CurrentThread here) {
        if (here == origin) {
            raised = true;
            throw exception;
        }
        raiseCopy(here.context);
    }

    private void raiseCopy(JThreadingContext context) {
        raised = true;
        context.interpreterFunctions().interrupt(this);
    }
}
