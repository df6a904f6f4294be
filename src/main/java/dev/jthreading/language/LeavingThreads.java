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

    /** How often a thread is in a context. */
    static final class Entries {
        private int count;
    }

    private final ContextLocal<AtomicReference<Gil>> gils;
    private final ContextThreadLocal<Entries> entries;

    LeavingThreads(ContextLocal<AtomicReference<Gil>> gils, ContextThreadLocal<Entries> entries) {
        this.gils = gils;
        this.entries = entries;
    }

    @Override
    public void onEnterThread(TruffleContext context) {
        entries.get().count++;
    }

    @Override
    public void onLeaveThread(TruffleContext context) {
        int left = --entries.get().count;
        Gil gil = gils.get().get();
        if (left == 0 && gil != null) {
            release(gil);
        }
    }

    @TruffleBoundary
    private static void release(Gil gil) {
        gil.releaseIfOwned();
    }
}
