package dev.jthreading.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.ContextLocal;
import com.oracle.truffle.api.ContextThreadLocal;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.ThreadsActivationListener;
import dev.jthreading.thread.Gil;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has threads that leave a context leave the GIL there, see {@link Gil}. A thread may enter a context several times, amid calls of
 * Python's that expect the GIL afterwards. It leaves with the last of these.
 */
final class LeavingThreads implements ThreadsActivationListener {

    /** How often a thread is in a context; the thread counts. It may have been in another one before anybody did. */
    static final class Entries {
        private volatile int count;
        private volatile long stays;

        boolean isInside() {
            return count > 0;
        }

        /** How often the thread has left the context. */
        long stays() {
            return stays;
        }

        private void enter() {
            int before = count;
            count = before + 1;
        }

        /** Returns whether that was the last. */
        private boolean leave() {
            int before = count;
            count = Math.max(0, before - 1);
            boolean last = before == 1;
            if (last) {
                long stay = stays;
                stays = stay + 1;
            }
            return last;
        }
    }

    private final ContextLocal<AtomicReference<Gil>> gils;
    private final ContextThreadLocal<Entries> entries;

    LeavingThreads(ContextLocal<AtomicReference<Gil>> gils, ContextThreadLocal<Entries> entries) {
        this.gils = gils;
        this.entries = entries;
    }

    @Override
    public void onEnterThread(TruffleContext context) {
        entries.get().enter();
    }

    @Override
    public void onLeaveThread(TruffleContext context) {
        boolean last = entries.get().leave();
        Gil gil = gils.get().get();
        if (last && gil != null) {
            release(gil);
        }
    }

    @TruffleBoundary
    private static void release(Gil gil) {
        try {
            // It may have come from another context's program, which owns the GIL there.
            if (gil.isOwned() && !GuestStack.ofCurrentThread().isInPython()) {
                gil.release();
            }
        } catch (OutOfMemoryError | StackOverflowError noRoom) {
            // The engine has yet to let the thread leave.
        }
    }
}
