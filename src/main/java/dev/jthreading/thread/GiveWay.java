package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.nodes.RootNode;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The request that the owner of the GIL give way, see {@link GilTurns}. The owner does so where a Python program is, and not in the
 * middle of a builtin, which expects to be alone.
 */
final class GiveWay extends SafepointAction {

    /**
     * Builtins that have nothing under way at their safepoints: the one through which Python calls this library, and those
     * that programs call to pass time. A compiled loop may have no safepoints but those of the builtins that it calls.
     */
    private static final Set<String> GATES = Set.of("__execute__", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter",
            "perf_counter_ns", "thread_time", "thread_time_ns", "len", "isinstance", "id", "callable");

    /** So many looks the housekeeper waits for an answer, after one that came; twice as many after each that did not. */
    static final int FIRST_LOOKS = 4;
    private static final int MOST_LOOKS = 64;
    /** After so many refusals in a row the program has no better place soon. */
    private static final int MOST_REFUSALS = 20;

    private final Runnable action;
    private final Thread housekeeper;
    private final Consumer<Thread> answers;
    private final int looksUntilAskedAgain;
    private volatile boolean reached;
    private volatile int refusals;
    /** Used by the housekeeper only. */
    private int looks;
    private @Nullable Future<?> future;

    /** {@code answers} hears which threads have come to it. */
    GiveWay(Runnable action, Thread housekeeper, Consumer<Thread> answers, @Nullable GiveWay previous) {
        this.action = action;
        this.housekeeper = housekeeper;
        this.answers = answers;
        this.looksUntilAskedAgain =
                previous == null || previous.reached ? FIRST_LOOKS : Math.min(2 * previous.looksUntilAskedAgain, MOST_LOOKS);
        this.refusals = previous == null ? 0 : previous.refusals;
    }

    void submit(TruffleLanguage.Env env, Thread[] asked) {
        future = env.submitThreadLocal(asked, this);
    }

    /**
     * Whether it is to be waited for. A thread that has ended never gets to it. Now and then the engine forgets that a thread has
     * something to do, until it is told so again.
     */
    boolean isPending() {
        looks++;
        return !reached && future != null && !future.isDone() && looks < looksUntilAskedAgain;
    }

    @Override
    protected void run(Access access) {
        reached = true;
        answers.accept(access.getThread());
        if (isProgram(access.getLocation().getRootNode())) {
            refusals = 0;
            giveWay();
        } else {
            int refused = refusals + 1;
            refusals = refused;
            if (refused <= MOST_REFUSALS) {
                LockSupport.unpark(housekeeper);
            }
        }
    }

    /** Returns when this thread has the GIL again. If it were interrupted before it regained the GIL, it would hold it forever. */
    private void giveWay() {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        try {
            safepoint.setAllowSideEffects(false);
            action.run();
        } finally {
            // They were allowed, or this would not run. At the end of its stack a thread may fail having set either.
            safepoint.setAllowSideEffects(true);
        }
    }

    private static boolean isProgram(@Nullable RootNode root) {
        return root != null && isPython(root.getLanguageInfo())
                && (!root.isInternal() || GATES.contains(Objects.requireNonNullElse(root.getName(), "")));
    }

    private static boolean isPython(@Nullable LanguageInfo language) {
        return language != null && language.getId().equals("python");
    }
}
