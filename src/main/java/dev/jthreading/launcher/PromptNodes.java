package dev.jthreading.launcher;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.ExecutionEventNodeFactory;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Tells Python when a piece of interactive code begins and ends. From its first line on, GraalPy's prompt has the signals ignored that it
 * handles itself while it reads.
 */
final class PromptNodes implements ExecutionEventNodeFactory {

    private final Object prompt;

    /** {@code prompt} is the object of Python's that is told. */
    PromptNodes(Object prompt) {
        this.prompt = prompt;
    }

    @Override
    public @Nullable ExecutionEventNode create(EventContext context) {
        return context.hasTag(StandardTags.RootTag.class) ? new PromptNode(prompt) : null;
    }

    private static final class PromptNode extends ExecutionEventNode {

        private final Object prompt;

        PromptNode(Object prompt) {
            this.prompt = prompt;
        }

        @Override
        protected void onEnter(VirtualFrame frame) {
            tell("restore");
        }

        @Override
        protected void onReturnValue(VirtualFrame frame, @Nullable Object result) {
            tell("keep");
        }

        @Override
        protected void onReturnExceptional(VirtualFrame frame, Throwable exception) {
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
}
