package dev.jthreading.launcher;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventListener;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;

/**
 * Tells Python when a piece of interactive code begins and ends. GraalPy's prompt has the signals ignored from its first line on that it
 * has handled itself while it read.
 */
final class PromptListener implements ExecutionEventListener {

    private final Object prompt;

    /** {@code prompt} is the object of Python's that is told. */
    PromptListener(Object prompt) {
        this.prompt = prompt;
    }

    @Override
    public void onEnter(EventContext context, VirtualFrame frame) {
        tell("restore");
    }

    @Override
    public void onReturnValue(EventContext context, VirtualFrame frame, Object result) {
        tell("keep");
    }

    @Override
    public void onReturnExceptional(EventContext context, VirtualFrame frame, Throwable exception) {
        tell("keep");
    }

    @TruffleBoundary
    private void tell(String what) {
        try {
            InteropLibrary.getUncached().invokeMember(prompt, what);
        } catch (InteropException e) {
            throw new IllegalStateException(e);
        }
    }
}
