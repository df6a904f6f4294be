package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleLanguage;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The end of a context: which phase it is in, and what that means for its threads.
 *
 * <pre>
 *           import threading         exitContext                threads_join
 * UNIMPORTED ----------> RUNNING ---------------> SHUTTING_DOWN ------------> JOINING
 *      |                    |                           |                        |
 *      |                    | threads_close             | threads_close          | threads_close
 *      |                    v         exitContext       v                        |
 *      |       SHUT_DOWN_BY_PROGRAM ----------------> JOINED <-------------------+
 *      |                                              ^ |
 *      +------------------ exitContext ---------------+ | threads_end, or finalizeContext; both from every phase
 *                                                       v
 *                                                 ENDING_THREADS --------------------> CLOSED
 *                                                                  finalizeContext
 * </pre>
 *
 * <p>Who makes the transitions, in the order of an ordinary close:
 * <ol>
 * <li><b>The engine</b> calls {@code exitContext} of the language. The phase becomes SHUTTING_DOWN. Workers that become idle
 *     end now.
 * <li><b>GraalPy</b> calls {@code threading._shutdown()}. That runs {@code threading._register_atexit}'s functions and then
 *     calls {@code threads_join}: JOINING. The calling thread joins each thread that is no daemon, for at most the option
 *     {@code ShutdownTimeout} in all. Threads may still start, and the join covers them. Then it calls {@code threads_close}: JOINED.
 * <li><b>GraalPy</b> runs the functions of {@code atexit}. The facade registered its own first, so it runs last:
 *     {@code _thread._finalize}. It calls {@code threads_end}: ENDING_THREADS. {@link ThreadEnding} ends all threads that still run.
 * <li><b>The engine</b> calls {@code finalizeContext}. The calling thread waits for the Java threads: CLOSED. Then
 *     {@code disposeContext} ends the {@link Housekeeper}.
 * </ol>
 *
 * A program that has only imported {@code _thread} has no {@code threading._shutdown()}: then {@code exitContext} leads to JOINED, and
 * nobody joins its threads, as in CPython.
 *
 * <p>What threads do in each phase:
 * <table>
 * <caption>Threads by phase</caption>
 * <tr><th>phase</th><th>start()</th><th>threads that run</th><th>waits and joins</th></tr>
 * <tr><td>UNIMPORTED, RUNNING</td><td>starts</td><td>run</td><td>wait</td></tr>
 * <tr><td>SHUTTING_DOWN, JOINING</td><td>starts</td><td>run, daemons too</td><td>wait</td></tr>
 * <tr><td>JOINED, SHUT_DOWN_BY_PROGRAM</td><td>RuntimeError</td><td>daemons run, and those that outlasted the timeout</td>
 *     <td>wait</td></tr>
 * <tr><td>ENDING_THREADS</td><td>RuntimeError</td><td>are ended where they are, and run no more Python code</td><td>end by what is thrown
 *     out of them</td></tr>
 * <tr><td>CLOSED</td><td>RuntimeError</td><td>none, but for those in Java code that heeds no interrupt</td><td>none</td></tr>
 * </table>
 *
 * <p><b>Daemon threads</b> thus run through the joins and through the {@code atexit} functions of the program, as in CPython.
 * Then {@link ThreadEnding} throws {@code ThreadDeath} out of them at a safepoint. It interrupts those that wait in Java code, and those
 * in system calls. No {@code finally} block of theirs runs, nothing is printed, and nothing is told to the listener.
 *
 * <p>From SHUTTING_DOWN on, the engine may end a thread at any safepoint. What it throws is no error of the program's, so
 * {@link #run} swallows it. In SHUT_DOWN_BY_PROGRAM it may not: there a program called {@code threading._shutdown()} itself
 * and goes on. A failure is the program's, and is told.
 *
 * <p><b>Cancelling</b> ({@code Context.close(true)}, a limit) skips Python's part. The engine ends the threads at their safepoints; it
 * calls neither {@code exitContext} nor Python code. {@link #mayEnd} asks the engine for this. The {@link Housekeeper} ends system
 * calls, and {@code finalizeContext} leads straight to ENDING_THREADS and CLOSED.
 *
 * <p>The phase is one atomic reference. It moves only along the arrows, and from UNIMPORTED to SHUT_DOWN_BY_PROGRAM. {@code
 * thread_start} and {@code threads_close} keep the GIL, so they do not overlap. Only a start on an executor waits without it: such a
 * thread may begin after {@link ThreadEnding} has taken its list. GraalPy ends it then, as it ends every thread that it still finds,
 * and {@code finalizeContext} interrupts it.
 */
public final class ContextEnd {

    /** See the class. */
    enum Phase {
        /** Nobody has imported {@code threading}, so GraalPy will not call {@code threading._shutdown()}. */
        UNIMPORTED(true, false),
        RUNNING(true, false),
        /** {@code threading._shutdown()} has run, but the context has not begun to exit. */
        SHUT_DOWN_BY_PROGRAM(false, false),
        SHUTTING_DOWN(true, true),
        JOINING(true, true),
        JOINED(false, true),
        ENDING_THREADS(false, true),
        CLOSED(false, true);

        /** Whether threads may start. */
        private final boolean starts;
        /** Whether the engine may end threads. */
        private final boolean ends;

        Phase(boolean starts, boolean ends) {
            this.starts = starts;
            this.ends = ends;
        }
    }

    private static final Duration MOST_NANOS = Duration.ofNanos(Long.MAX_VALUE / 2);
    /** For all Java threads whose guests have ended: one may be in Java code that heeds no interrupt. */
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MILLIS = 20;

    private final TruffleLanguage.Env env;
    private final Blocking blocking;
    private final WorkerPool pool;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNIMPORTED);
    private volatile Duration joinTimeout = ChronoUnit.FOREVER.getDuration();
    /** How long {@code finalizeContext} waits for Java threads: no longer, if that was in vain before. */
    private volatile long leaveNanos = LEAVE_NANOS;

    /** {@code blocking} is how the closing thread waits for those of {@code pool}. */
    ContextEnd(TruffleLanguage.Env env, Blocking blocking, WorkerPool pool) {
        this.env = env;
        this.blocking = blocking;
        this.pool = pool;
    }

    /** Has the interpreter wait for so long at its end for threads that are no daemons. */
    void setJoinTimeout(Duration timeout) {
        joinTimeout = timeout;
    }

    /** {@code threading_imported}: GraalPy will call {@code threading._shutdown()} at its end. */
    public void threadingImported() {
        advance(now -> now == Phase.UNIMPORTED ? Phase.RUNNING : now);
    }

    /** {@code exitContext}. */
    public void exit() {
        advance(now -> switch (now) {
            case RUNNING -> Phase.SHUTTING_DOWN;
            case UNIMPORTED, SHUT_DOWN_BY_PROGRAM -> Phase.JOINED;
            default -> now;
        });
        pool.close();
    }

    /** {@code threads_join}: the interpreter begins to wait for threads that are no daemons; returns until when it does. */
    public Deadline beginJoin() {
        // A program may call _thread._shutdown() amid its run: then this is a join and no end.
        advance(now -> now == Phase.SHUTTING_DOWN ? Phase.JOINING : now);
        return joinTimeout.compareTo(MOST_NANOS) > 0 ? Deadline.NEVER : Deadline.after(joinTimeout.toNanos());
    }

    /** A thread that the interpreter has to wait for before it ends, but not {@code current}; null if there is none. */
    public @Nullable GuestThread nextToJoin(GuestThread current) {
        return pool.live().stream().filter(guest -> guest != current && !guest.isDaemon() && guest.isAlive()).findAny().orElse(null);
    }

    /** {@code threads_close}: the interpreter has waited, and no thread starts any more. */
    public void endJoin() {
        advance(now -> switch (now) {
            case UNIMPORTED, RUNNING -> Phase.SHUT_DOWN_BY_PROGRAM;
            case SHUTTING_DOWN, JOINING -> Phase.JOINED;
            default -> now;
        });
        pool.close();
    }

    /** {@code threads_end}: ends the threads that the interpreter, which has run to its end, did not wait for. */
    public void endThreads() {
        beginEnd();
        ThreadEnding threads = new ThreadEnding(env, List.copyOf(pool.live()));
        try {
            if (!blocking.await(threads::await)) {
                leaveNanos = 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code finalizeContext}: waits for the Java threads to be gone, as the engine wants before a context is closed. */
    public void close() {
        beginEnd();
        Deadline deadline = Deadline.after(leaveNanos);
        boolean interrupted = false;
        for (Thread thread : pool.threads().toList()) {
            interrupted |= endAndJoin(thread, deadline);
        }
        advance(now -> Phase.CLOSED);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void beginEnd() {
        advance(now -> now == Phase.CLOSED ? now : Phase.ENDING_THREADS);
        pool.close();
    }

    private void advance(UnaryOperator<Phase> step) {
        phase.updateAndGet(step);
    }

    Phase phase() {
        return Objects.requireNonNull(phase.get());
    }

    /** Interrupts again and again: a thread may begin a wait after an interrupt. Returns whether this thread was interrupted. */
    private static boolean endAndJoin(Thread thread, Deadline deadline) {
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive() && deadline.remaining() > 0) {
            try {
                thread.interrupt();
                thread.join(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** Whether threads may still start. */
    public boolean mayStart() {
        return phase().starts;
    }

    /** Whether the context has begun to exit. */
    boolean hasBegun() {
        return phase().ends;
    }

    /** Whether the engine may be ending threads. */
    public boolean mayEnd() {
        return hasBegun() || env.getContext().isClosed() || env.getContext().isCancelling();
    }

    /** Whether threads are being ended. Before that, those of a context that exits may be waited for, and run as ever. */
    public boolean endsThreads() {
        Phase now = phase();
        TruffleContext context = env.getContext();
        return now == Phase.ENDING_THREADS || now == Phase.CLOSED || context.isClosed() || context.isCancelling() || context.isExiting();
    }

    /** Runs {@code body}, all that a thread does; what the engine throws to end the thread ends here, in silence. */
    void run(Runnable body) {
        try {
            body.run();
        } catch (Throwable failure) {
            if (!GuestThreads.isInterrupt(failure) && !mayEnd()) {
                throw failure;
            }
        } finally {
            // A worker that has met the end of its context does not meet it again, and would stay idle.
            if (mayEnd()) {
                pool.close();
            }
        }
    }

    /** To be called now and then: the engine ends the threads of a context that is cancelled, but not those in system calls. */
    public void endSystemCallsIfCancelled() {
        if (env.getContext().isCancelling()) {
            pool.live().forEach(GuestThread::interruptSystemCall);
        }
    }
}
