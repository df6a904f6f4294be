package dev.jthreading.language;

import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.SpinWait;
import dev.jthreading.thread.ContextEntrance;
import dev.jthreading.thread.Housekeeper;

/**
 * The gateway around every wait of a guest thread. Signal handlers, interrupts and the end of the context reach a thread that waits
 * in it. The wait goes on after a handler that returns.
 */
final class SafepointBlocking implements Blocking {

    private final JThreadingLanguage language;
    private final Node location;
    private final Housekeeper housekeeper;

    SafepointBlocking(JThreadingLanguage language, Housekeeper housekeeper) {
        this.language = language;
        this.location = new Location(language).site;
        this.housekeeper = housekeeper;
    }

    /** {@inheritDoc} An interrupt that comes from the application does not end the wait, and leaves the thread's status set after it. */
    @Override
    public boolean await(Wait wait) {
        try {
            return awaitBeforeStatus(wait);
        } finally {
            restoreStatus();
        }
    }

    /** To be followed by {@link #restoreStatus}, when the thread has regained the GIL: engine and interpreter ignore the status. */
    boolean awaitBeforeStatus(Wait wait) {
        Calls calls = new Calls();
        try {
            return await(calls, calls::await, wait);
        } finally {
            if (calls.interrupted) {
                language.setInterrupted(true);
            }
        }
    }

    /** Waits as {@code body} does, which {@code calls} gets out of the wait when the engine calls the thread to a safepoint. */
    boolean await(TruffleSafepoint.Interrupter calls, TruffleSafepoint.InterruptibleFunction<Wait, Boolean> body, Wait wait) {
        requirePassable();
        boolean waiting = language.setWaiting(true);
        try {
            return TruffleSafepoint.getCurrent().setBlockedFunction(location, calls, body, wait, null, null);
        } finally {
            language.setWaiting(waiting);
        }
    }

    /** Sets the interrupt status again if the application has interrupted the thread in a wait. */
    void restoreStatus() {
        if (language.setInterrupted(false)) {
            Thread.currentThread().interrupt();
        }
    }

    /** How the engine calls a waiting thread to a safepoint: by {@link Thread#interrupt}. The application may use that too. */
    private final class Calls implements TruffleSafepoint.Interrupter {
        private volatile boolean called;
        /** By the application. */
        private volatile boolean interrupted;

        boolean await(Wait wait) throws InterruptedException {
            try {
                return awaitUndisturbed(wait);
            } catch (InterruptedException interrupt) {
                interrupted |= !called;
                throw interrupt;
            }
        }

        @Override
        public void interrupt(Thread thread) {
            interrupted |= thread.isInterrupted() && !called;
            called = true;
            thread.interrupt();
        }

        @Override
        public void resetInterrupted() {
            boolean set = Thread.interrupted();
            interrupted |= set && !called;
            called = false;
        }
    }

    /** To be called before the GIL is released: a thread that the engine no longer knows would not get the GIL again. */
    static void requirePassable() {
        if (!ContextEntrance.isPassable()) {
            throw new ClearedThread();
        }
    }

    /** A thread that the engine no longer knows, in which nothing can wait. */
    static final class ClearedThread extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ClearedThread() {
            super("cannot wait in this Java thread: its thread-local variables were cleared, "
                    + "as ForkJoinPool.commonPool() does after each task");
        }
    }

    /** The part of a wait that needs no GIL; a handler that runs amid the wait does. */
    boolean awaitUndisturbed(Wait wait) throws InterruptedException {
        Thread current = Thread.currentThread();
        housekeeper.remove(current);
        try {
            SpinWait.SHARED.spin(wait);
            return wait.await();
        } finally {
            housekeeper.add(current);
        }
    }

    /** A context that is interrupted would otherwise interrupt the attempt again and again. */
    @Override
    public boolean deferInterruptions(Wait attempt) throws InterruptedException {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean allowed = safepoint.setAllowSideEffects(false);
        try {
            return attempt.await();
        } finally {
            safepoint.setAllowSideEffects(allowed);
        }
    }

    /** Runs what was asked of this thread meanwhile, as amid a wait. */
    void poll() {
        boolean waiting = language.setWaiting(true);
        try {
            language.resumePutOff();
            TruffleSafepoint.poll(location);
        } finally {
            language.setWaiting(waiting);
        }
    }

    /** Python exceptions can wait until a lock is held again; the end of the thread or the context cannot. */
    @Override
    public boolean isDeferrable(Throwable interruption) {
        return interruption instanceof AbstractTruffleException && !isExit(interruption);
    }

    private static boolean isExit(Throwable exception) {
        try {
            return InteropLibrary.getUncached().getExceptionType(exception) == ExceptionType.EXIT;
        } catch (UnsupportedMessageException e) {
            return true;
        }
    }

    /** Actions at a safepoint ask where they run; this is the answer. */
    private static final class Location extends RootNode {
        @Child private Site site = new Site();

        Location(JThreadingLanguage language) {
            super(language);
            adoptChildren();
        }

        @Override
        public boolean isInternal() {
            return true;
        }

        @Override
        public Object execute(VirtualFrame frame) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Site extends Node { }
}
