package dev.jthreading.language;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.ContextThreadLocal;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import dev.jthreading.interpreter.Interpreter;
import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.thread.ContextEnd;
import dev.jthreading.thread.GuestThread;
import java.util.ArrayDeque;
import java.util.Queue;
import org.graalvm.polyglot.SandboxPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Owns the state that a context's Python threads share. It is internal: there in every context, also in one made for
 * Python alone, and not to be evaluated by an application. Its only program evaluates to the {@link JThreadingModule}.
 */
@TruffleLanguage.Registration(id = JThreadingLanguage.ID, name = "jthreading (native module)", internal = true,
        sandbox = SandboxPolicy.CONSTRAINED, contextPolicy = TruffleLanguage.ContextPolicy.SHARED,
        characterMimeTypes = "application/x-jthreading-native")
public final class JThreadingLanguage extends TruffleLanguage<JThreadingContext> {

    static final String ID = "jthreading-native";

    private static final ContextReference<JThreadingContext> CONTEXT = ContextReference.create(JThreadingLanguage.class);

    private final ContextThreadLocal<CurrentThread> current =
            locals.createContextThreadLocal((context, thread) -> new CurrentThread(context, GuestThread.attached(thread)));

    /** Which guest thread a Java thread is. */
    static final class CurrentThread {
        GuestThread guest;
        boolean waiting;
        boolean interrupted;
        /** Whether ordinary foreign calls keep the GIL, as the program wants. */
        boolean keepsGil;
        /** What was put off for some time, until it is run; null until something was. */
        @Nullable Queue<Interruption> putOff;
        /** What the thread is in another interpreter that runs something for it; null if none does. */
        @Nullable CurrentThread inside;
        /** What was raised, here or further out, while another interpreter ran something; null if nothing was. */
        @Nullable PassingException passing;

        final JThreadingContext context;

        CurrentThread(JThreadingContext context, GuestThread guest) {
            this.context = context;
            this.guest = guest;
        }

        boolean isWaiting() {
            CurrentThread other = inside;
            return other == null ? waiting : other.isWaiting();
        }
    }

    @Override
    protected JThreadingContext createContext(Env env) {
        return new JThreadingContext(this, env);
    }

    @Override
    protected CallTarget parse(ParsingRequest request) {
        return new RootNode(this) {
            @Override
            public Object execute(VirtualFrame frame) {
                return CONTEXT.get(this).module();
            }
        }.getCallTarget();
    }

    @Override
    protected boolean isThreadAccessAllowed(Thread thread, boolean singleThreaded) {
        return true;
    }

    @Override
    protected void initializeThread(JThreadingContext context, Thread thread) {
        context.housekeeper().add(thread);
        context.threads().entered(thread, current.get(thread).guest);
    }

    @Override
    protected void disposeThread(JThreadingContext context, Thread thread) {
        context.housekeeper().remove(thread);
        context.threads().left(thread);
        current.get(thread).guest.finish();
    }

    /** Begins the end of the context; {@link ContextEnd} tells all of it. */
    @Override
    protected void exitContext(JThreadingContext context, ExitMode exitMode, int exitCode) {
        context.end().exit();
        Interpreter self = Interpreters.self(context.env());
        if (self != null) {
            self.exits();
        }
    }

    @Override
    protected void finalizeContext(JThreadingContext context) {
        Interpreter self = Interpreters.self(context.env());
        if (self != null) {
            self.finalizes();
        } else if (!context.env().getContext().isCancelling()) {
            context.interpreters().end(context::closeInside);
        }
        context.end().close();
    }

    @Override
    protected void disposeContext(JThreadingContext context) {
        context.dispose();
    }

    /** The context that the calling thread is in. */
    static JThreadingContext currentContext() {
        return CONTEXT.get(null);
    }

    /** The guest thread that the calling thread is. */
    GuestThread currentThread() {
        return current.get().guest;
    }

    CurrentThread current() {
        return current.get();
    }

    /** Whether the calling thread waits. There it may be interrupted, also if the facade called the wait. */
    boolean isWaiting() {
        return current.get().isWaiting();
    }

    /** Says whether the calling thread waits from now on; returns whether it did before. */
    boolean setWaiting(boolean waiting) {
        CurrentThread here = current.get();
        boolean before = here.waiting;
        here.waiting = waiting;
        return before;
    }

    /** Says whether the ordinary foreign calls of the calling thread keep the GIL from now on. */
    void setKeepsGil(boolean keeps) {
        current.get().keepsGil = keeps;
    }

    /** Whether they do. */
    boolean keepsGil() {
        return current.get().keepsGil;
    }

    /** Says whether the application has interrupted the calling thread in a wait that it is in; returns what was said before. */
    boolean setInterrupted(boolean interrupted) {
        CurrentThread here = current.get();
        boolean before = here.interrupted;
        here.interrupted = interrupted;
        return before;
    }

    /** Notes what the calling thread is to do some time later. */
    void putOff(Interruption interruption) {
        CurrentThread here = current.get();
        if (here.putOff == null) {
            here.putOff = new ArrayDeque<>();
        }
        here.putOff.add(interruption);
    }

    /** Whether the calling thread has yet to do what it put off; from now on it has not. */
    boolean takePutOff(Interruption interruption) {
        Queue<Interruption> putOff = current.get().putOff;
        return putOff != null && putOff.remove(interruption);
    }

    /** Has the calling thread do at its next safepoint what it put off. */
    void resumePutOff() {
        Queue<Interruption> putOff = current.get().putOff;
        while (putOff != null && !putOff.isEmpty()) {
            putOff.remove().submitAgain();
        }
    }

    /** Makes the calling thread {@code guest}, which it was started for. */
    void become(GuestThread guest) {
        current.get().guest = guest;
    }
}
