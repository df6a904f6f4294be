package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleThreadBuilder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The threads that one context started. */
public final class GuestThreads {

    /**
     * Room for GraalPy's own frames below Python's, added to every stack size that is asked for: a stack that is
     * ample for CPython is a few dozen calls here.
     */
    private static final long STACK_HEADROOM_BYTES = 512 * 1024;

    private final TruffleLanguage.Env env;
    private final Set<GuestThread> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong stackSize = new AtomicLong();
    private volatile boolean closing;

    public GuestThreads(TruffleLanguage.Env env) {
        this.env = env;
    }

    /** How many threads run that this context started. */
    public int count() {
        return live.size();
    }

    /** Sets the stack size of threads to come, in bytes, 0 for the JVM's default; returns the one before. */
    public long setStackSize(long bytes) {
        return stackSize.getAndSet(bytes);
    }

    public long stackSize() {
        return stackSize.get();
    }

    /** From now on no thread starts, and threads that the engine ends do so in silence. */
    public void close() {
        closing = true;
    }

    public boolean isClosing() {
        return closing;
    }

    /** Starts {@code guest}, claimed by the caller; false, with nothing left behind, if it cannot be started. */
    public boolean start(GuestThread guest, Runnable body, boolean daemon) {
        if (closing || !env.isCreateThreadAllowed()) {
            return false;
        }
        live.add(guest);
        try {
            Thread thread = build(guest, body);
            thread.setDaemon(daemon);
            guest.run(thread);
            thread.start();
            return true;
        } catch (OutOfMemoryError | IllegalStateException | SecurityException cannotStart) {
            live.remove(guest);
            return false;
        }
    }

    private Thread build(GuestThread guest, Runnable body) {
        TruffleThreadBuilder builder = env.newTruffleThreadBuilder(() -> run(guest, body));
        long size = stackSize.get();
        if (size > 0) {
            builder = builder.stackSize(size + STACK_HEADROOM_BYTES);
        }
        return builder.build();
    }

    /** Ends in silence when the context closes: the engine ends threads by throwing out of them. */
    private void run(GuestThread guest, Runnable body) {
        try {
            body.run();
        } catch (Throwable failure) {
            if (!closing && !env.getContext().isClosed() && !env.getContext().isCancelling()) {
                throw failure;
            }
        } finally {
            live.remove(guest);
            guest.finish();
        }
    }

    /** Waits for the Java threads to be gone, as the engine wants before a context is closed. */
    public void joinAll() {
        for (GuestThread guest : live) {
            join(guest.thread());
        }
    }

    private static void join(@Nullable Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.interrupt();
                thread.join(50);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
