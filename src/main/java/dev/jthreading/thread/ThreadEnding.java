package dev.jthreading.thread;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleLanguage;
import dev.jthreading.sync.Deadline;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends the threads that still run in the phase ENDING_THREADS of {@link ContextEnd}, all at once and wherever they are. None of
 * their Python code runs any more.
 *
 * <p>It asks more and more firmly, until all have ended or 10 s have passed:
 * <ul>
 * <li>at once: a thread-local action throws {@code ThreadDeath} out of threads at their next safepoint, in Python code and in waits. The
 *     engine may forget the action, so it is submitted again every 25 looks, which is half a second;
 * <li>after 3 looks of 20 ms: {@link Thread#interrupt}, for threads that wait in Java code;
 * <li>after 11 looks: threads in system calls are interrupted there.
 * </ul>
 * GraalPy would end them one after the other, in up to 15 ms each. It would not end those in system calls.
 */
final class ThreadEnding {

    /** For all threads together: one may be in Java code that heeds no interrupt. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** The engine may forget that a thread has something to do. */
    private static final int LOOKS_UNTIL_ASKED_AGAIN = 25;
    /** Threads that compute, or wait as Python does, have ended by then. */
    private static final int LOOKS_UNTIL_INTERRUPTED = 2;
    /** And threads that wait as Java does. */
    private static final int LOOKS_UNTIL_SYSTEM_CALLS_ARE = 10;

    private final TruffleLanguage.Env env;
    private final Map<Thread, GuestThread> left = new ConcurrentHashMap<>();

    /** To end the threads of {@code guests} that run, but not the calling thread. */
    ThreadEnding(TruffleLanguage.Env env, Collection<GuestThread> guests) {
        this.env = env;
        for (GuestThread guest : guests) {
            Thread thread = guest.javaThread();
            if (thread != null && thread != Thread.currentThread()) {
                left.put(thread, guest);
            }
        }
    }

    /**
     * Unwinds the stack of a thread, as the engine does when it cancels a context. No Python code can catch it. If this were any other
     * kind of exception, a thread that waits for the GIL would get it and never release it.
     */
    @SuppressWarnings({"removal", "serial"})
    private static final class End extends ThreadDeath {
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Returns whether all have ended in time. The caller must not have the GIL, which the threads need to end. */
    boolean await() throws InterruptedException {
        Deadline deadline = Deadline.after(MOST_NANOS);
        for (int looks = 0; !left.isEmpty() && deadline.remaining() > 0; looks++) {
            if (looks % LOOKS_UNTIL_ASKED_AGAIN == 0) {
                ask();
            }
            look();
            disturb(looks);
        }
        return left.isEmpty();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void ask() {
        env.submitThreadLocal(left.keySet().toArray(Thread[]::new), new ThreadLocalAction(true, false) {
            @Override
            protected void perform(Access access) {
                GuestThread guest = left.get(access.getThread());
                if (guest != null && guest.javaThread() == access.getThread()) {
                    throw new End();
                }
            }
        });
    }

    /** Waits until all have ended, or for the time of one look; drops those that have. */
    private void look() throws InterruptedException {
        Deadline end = Deadline.after(LOOK_NANOS);
        for (Thread thread : left.keySet()) {
            long nanos = Math.max(end.remaining(), 0);
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        }
        left.entrySet().removeIf(entry -> hasEnded(entry.getKey(), entry.getValue()));
    }

    /** A thread of this library's own ends with its last guest; one of an application's goes on. */
    private static boolean hasEnded(Thread thread, GuestThread guest) {
        return !thread.isAlive() || (guest.isHosted() && guest.javaThread() != thread);
    }

    private void disturb(int looks) {
        if (looks >= LOOKS_UNTIL_INTERRUPTED) {
            left.keySet().forEach(Thread::interrupt);
        }
        if (looks >= LOOKS_UNTIL_SYSTEM_CALLS_ARE) {
            left.values().forEach(GuestThread::interruptSystemCall);
        }
    }
}
