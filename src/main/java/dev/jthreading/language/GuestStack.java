package dev.jthreading.language;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of the functions that a thread is in are the facade's. Builtins of Python's count for who called them. */
final class GuestStack {

    /** Of the facade, but nothing more than a call of the program's function, which may be a builtin. */
    private static final String CALL_OF_PROGRAM = "run";

    /** The innermost first. */
    private final List<Boolean> facade = new ArrayList<>();
    private final List<CallTarget> targets = new ArrayList<>();
    private @Nullable CallTarget callerOfFacade;
    private boolean inPython;

    private GuestStack() { }

    static GuestStack ofCurrentThread() {
        GuestStack stack = new GuestStack();
        Truffle.getRuntime().iterateFrames(frame -> {
            if (frame.getCallTarget() instanceof RootCallTarget target) {
                stack.add(target);
            }
            return null;
        });
        return stack;
    }

    /** Has the program, which called the facade, go on in the interpreter. */
    static void leaveCompiledCode() {
        if (!Thread.currentThread().isVirtual()) {
            Truffle.getRuntime().iterateFrames(frame -> isProgram(frame) ? frame.getFrame(FrameInstance.FrameAccess.MATERIALIZE) : null);
        }
    }

    private static boolean isProgram(FrameInstance frame) {
        SourceSection section = frame.getCallTarget() instanceof RootCallTarget target ? target.getRootNode().getSourceSection() : null;
        return section != null && !FacadeFunctions.isFacade(section.getSource());
    }

    private void add(RootCallTarget target) {
        if (callerOfFacade == null && facade.contains(true)) {
            callerOfFacade = target;
        }
        targets.add(target);
        RootNode root = target.getRootNode();
        SourceSection section = root.getSourceSection();
        if (section != null) {
            // The engine's way into Python is internal.
            inPython |= !root.isInternal();
            facade.add(FacadeFunctions.isFacade(section.getSource()) && !CALL_OF_PROGRAM.equals(root.getName()));
        }
    }

    /** Whether the thread is in any function. */
    boolean isInPython() {
        return inPython;
    }

    /** Whether the thread is in {@code target}, or in what that called. */
    boolean isIn(CallTarget target) {
        return targets.contains(target);
    }

    /** What called the innermost function of the facade. */
    @Nullable CallTarget callerOfFacade() {
        return callerOfFacade;
    }

    /** Whether the thread is in a function of the facade. */
    boolean isInFacade() {
        return !facade.isEmpty() && facade.getFirst();
    }

    /** How many functions the innermost one of the facade and those that led to it are. */
    int depthOfFacade() {
        int index = facade.indexOf(true);
        return index < 0 ? 0 : facade.size() - index;
    }

    /** Whether the function of that depth is the facade's. */
    boolean hasFacadeAt(int depth) {
        return depth > 0 && depth <= facade.size() && facade.get(facade.size() - depth);
    }
}
