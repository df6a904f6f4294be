package dev.jthreading.thread;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.FrameInstance;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What other threads wrote while a thread had given the GIL away amid compiled code. The compiler may take a read out of a loop that makes
 * no calls: {@code while not flag[0]: pass} would never see the flag. So such a thread goes on in the interpreter, which reads anew.
 *
 * <p>It does so half a second after it gave the GIL away for the first time, and no more often: compiled code gets going again after
 * up to tens of milliseconds. While others want the GIL, the thread does it as it gives way. When nobody does any more, the housekeeper
 * asks for it. A virtual thread cannot leave compiled code.
 */
final class StaleReads {

    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Threads whose compiled code may have values from before, and since when. A thread that gives way at the moment is not in it. */
    private final Map<Thread, Long> since = new ConcurrentHashMap<>();

    /** Runs {@code giveWay}, which gives the GIL away and takes it again. */
    void amid(Runnable giveWay) {
        Thread current = Thread.currentThread();
        @Nullable Long before = since.remove(current);
        giveWay.run();
        long now = System.nanoTime();
        if (before != null && now - before >= LIMIT_NANOS) {
            readAnew();
        } else if (!current.isVirtual()) {
            since.put(current, before == null ? now : before);
        }
    }

    /** Has threads read anew that nobody asks to give way; for the housekeeper. Others than {@code contenders} are in calls. */
    void look(TruffleLanguage.Env env, Set<Thread> contenders) {
        since.keySet().retainAll(contenders);
        long now = System.nanoTime();
        since.forEach((thread, then) -> {
            // Asked again after as long: the engine may forget it.
            if (now - then >= LIMIT_NANOS && since.replace(thread, then, now)) {
                Future<?> unused = env.submitThreadLocal(new Thread[] {thread}, new ReadAnew());
            }
        });
    }

    private static void readAnew() {
        // Of the innermost function, the only one that is not in a call.
        Truffle.getRuntime().iterateFrames(frame -> frame.getFrame(FrameInstance.FrameAccess.MATERIALIZE));
    }

    private final class ReadAnew extends SafepointAction {

        @Override
        protected void run(Access access) {
            if (since.remove(access.getThread()) != null) {
                readAnew();
            }
        }
    }
}
