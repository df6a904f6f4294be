package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleSafepoint;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads that the engine did not make into a context, for as long as they run something there.
 *
 * <p>Virtual threads enter it as if its {@linkplain TruffleLanguage.Env#newTruffleThreadBuilder builder} had made them. For each
 * thread that the builder makes, it asks all languages about all threads of the context: the hundred-thousandth thread
 * would take 20 ms. So the builder makes a single platform thread, the model, which never starts. The model's {@code run} enters the
 * context, runs something in it and leaves it again. Any number of virtual threads call that {@code run}. Platform threads may not:
 * they enter as an application's own.
 */
public final class ContextEntrance {

    /** What the calling thread is to run when it is in the context. */
    private static final ThreadLocal<@Nullable Runnable> BODY = new ThreadLocal<>();

    private final TruffleLanguage.Env env;
    private volatile @Nullable Thread model;

    ContextEntrance(TruffleLanguage.Env env) {
        this.env = env;
    }

    /** A virtual thread that has yet to be started, on {@code run}; {@code IllegalStateException} if the context allows none. */
    Thread virtualThread(Runnable run) {
        Thread entering = model();
        Thread thread = Thread.ofVirtual().unstarted(() -> enterVirtually(entering, run));
        thread.setUncaughtExceptionHandler(entering.getUncaughtExceptionHandler());
        return thread;
    }

    /** Enters the context on the calling thread, platform or virtual, runs {@code body} and leaves the context. */
    void run(Runnable body) {
        if (Thread.currentThread().isVirtual()) {
            enterVirtually(model(), body);
        } else {
            TruffleContext context = env.getContext();
            Object before = context.enter(null);
            try {
                body.run();
            } finally {
                context.leave(null, before);
            }
        }
    }

    /**
     * Whether the calling thread, which is in the context, can run Python there. The engine keeps what it needs of a thread in
     * thread-local variables. It does not notice if somebody clears them, as {@code ForkJoinPool.commonPool()} does after each task.
     */
    public static boolean isPassable() {
        try {
            TruffleSafepoint.getCurrent();
            return true;
        } catch (IllegalStateException cleared) {
            return false;
        }
    }

    private static void enterVirtually(Runnable entering, Runnable body) {
        BODY.set(body);
        entering.run();
    }

    private Thread model() {
        Thread existing = model;
        if (existing == null) {
            existing = env.newTruffleThreadBuilder(ContextEntrance::runBody).build();
            model = existing;
        }
        return existing;
    }

    private static void runBody() {
        Runnable run = BODY.get();
        BODY.remove();
        if (run != null) {
            run.run();
        }
    }
}
