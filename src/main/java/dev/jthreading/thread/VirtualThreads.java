package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that enter a context as if its {@linkplain TruffleLanguage.Env#newTruffleThreadBuilder builder}
 * had made them. The builder asks all languages about all threads that the context has, for each thread that it makes:
 * the hundred-thousandth would take 20 ms. It makes one platform thread, which never starts, but whose {@code run} is
 * what enters the context, runs something in it and leaves it again; any number of virtual threads call that.
 */
final class VirtualThreads {

    /** What the calling thread is to run when it is in the context. */
    private static final ThreadLocal<@Nullable Runnable> BODY = new ThreadLocal<>();

    private final TruffleLanguage.Env env;
    private volatile @Nullable Thread entrance;

    VirtualThreads(TruffleLanguage.Env env) {
        this.env = env;
    }

    /** A thread that has yet to be started, on {@code run}; {@code IllegalStateException} if the context allows none. */
    Thread create(Runnable run) {
        Thread model = entrance();
        Runnable inContext = model;
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            BODY.set(run);
            inContext.run();
        });
        thread.setUncaughtExceptionHandler(model.getUncaughtExceptionHandler());
        return thread;
    }

    private Thread entrance() {
        Thread existing = entrance;
        if (existing == null) {
            existing = env.newTruffleThreadBuilder(VirtualThreads::runBody).build();
            entrance = existing;
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
