package dev.jthreading.language;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.RootNode;
import dev.jthreading.sync.Blocking;
import org.jspecify.annotations.Nullable;

/**
 * The gateway around the waits of functions that are called with the GIL kept. They release it only while they wait. No other thread
 * runs Python during what they do before and after.
 */
final class UnlockedBlocking implements Blocking {

    private final JThreadingLanguage language;
    private final SafepointBlocking inside;
    private final ForeignCalls calls;
    private final RootCallTarget call;
    private volatile @Nullable Object unlocked;

    /** Waits in {@code inside}. */
    UnlockedBlocking(JThreadingLanguage language, SafepointBlocking inside, ForeignCalls calls) {
        this.language = language;
        this.inside = inside;
        this.calls = calls;
        this.call = new Call(language).getCallTarget();
    }

    /** {@code callable}, of Python, calls {@link #inside} with what it is given, as an ordinary foreign call. */
    void waitBy(Object callable) {
        unlocked = callable;
    }

    Object inside(Object[] args) {
        if (Values.target(args[0], Object.class) instanceof Runnable application) {
            application.run();
            return true;
        }
        return inside.awaitBeforeStatus(Values.target(args[0], Wait.class));
    }

    @Override
    public boolean await(Wait wait) throws InterruptedException {
        SafepointBlocking.requirePassable();
        Object callable = unlocked;
        if (callable == null) {
            return inside.await(wait);
        }
        // Also while it regains the GIL.
        boolean waiting = language.setWaiting(true);
        try {
            return Values.asBoolean(calls.releasing(() -> call.call(callable, new Handle(wait))));
        } finally {
            language.setWaiting(waiting);
            inside.restoreStatus();
        }
    }

    /** Of the thread it runs no handlers and no interrupts meanwhile: those are Python's, and this is a host call. */
    @Override
    public void callApplication(Runnable code) {
        SafepointBlocking.requirePassable();
        Object callable = unlocked;
        if (callable == null) {
            code.run();
        } else {
            calls.releasing(() -> call.call(callable, new Handle(code)));
        }
    }

    @Override
    public boolean deferInterruptions(Wait attempt) throws InterruptedException {
        return inside.deferInterruptions(attempt);
    }

    @Override
    public boolean isDeferrable(Throwable interruption) {
        return inside.isDeferrable(interruption);
    }

    /** Calls its first argument with the others. */
    private static final class Call extends RootNode {
        @Child private InteropLibrary interop = InteropLibrary.getFactory().createDispatched(1);

        Call(JThreadingLanguage language) {
            super(language);
        }

        @Override
        public boolean isInternal() {
            return true;
        }

        @Override
        public Object execute(VirtualFrame frame) {
            Object[] arguments = frame.getArguments();
            try {
                return interop.execute(arguments[0], arguments[1]);
            } catch (InteropException e) {
                throw new ClassCastException();
            }
        }
    }
}
