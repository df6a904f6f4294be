package dev.jthreading.language;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import dev.jthreading.language.JThreadingLanguage.CurrentThread;
import dev.jthreading.thread.GuestThread;
import dev.jthreading.thread.GuestThreads;
import dev.jthreading.thread.SafepointAction;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is to do amid its program, most often to call Python code that raises: for a signal, or to interrupt the thread.
 *
 * <p>A thread does it in a wait or in the program's own code, but never between two steps of the facade. CPython has in C what the
 * facade has in Python, and nothing can come into that: a lock would be taken and its {@code with} statement not know. In
 * the facade it is therefore put off to the next safepoint, as often as need be:
 * <ul>
 * <li>A compiled loop may have safepoints in the facade only. The thread leaves it for the interpreter, which has more.
 * <li>A thread in the facade that waits for the GIL meets the action again at once, and would lose its place in the GIL's queue
 *     each time. So the time until the next attempt doubles. What it put off comes before the end of a join.
 * <li>A thread that has yet to enter Python may be waiting for the GIL. What is raised there has GraalPy keep the GIL until it leaves.
 * <li>While GraalPy hands on one signal, others wait. A handler may take long, so it begins when that is over.
 * <li>The interpreter itself may call a function of the program's amid the facade, as for a weak reference. Such a function
 *     swallows what is raised in it. It gets some safepoints to be over.
 * </ul>
 */
final class Interruption extends SafepointAction {

    /** What came of asking a thread. */
    enum Outcome {
        /** The thread is going to, unless it ends first. */
        ASKED,
        /** No thread of the context that runs has that ident. */
        NO_THREAD,
        /** It is a Java thread that is not in the context at the moment. */
        AWAY,
        /** What it was to raise is no exception of Python's. */
        NO_EXCEPTION,
    }

    private static final long ANY_STAY = -1;
    private static final int AT_ONCE = 16;
    private static final int MOST_DOUBLINGS = 6;
    /** Behind many threads that compute, it takes seconds to get the GIL, and each attempt begins that anew. */
    private static final int MOST_DOUBLINGS_OUTSIDE = 14;
    /** A function that the interpreter itself calls is over by then; or else it is the program's. */
    private static final int UNTIL_OVER = 40;

    /** Not the pool that applications share, whose threads may all be waiting for this one. */
    private static final ScheduledThreadPoolExecutor LATER = newExecutor();
    private static final long KEEP_ALIVE_SECONDS = 1;

    /** How long until another look, if a thread has yet to begin. */
    private static final long UNTIL_BEGUN_MILLIS = 1;

    private final JThreadingContext context;
    private final Runnable action;
    /** The thread of Python's that is to run it; null for whatever the Java thread is. */
    private final @Nullable GuestThread target;
    /** What is to be over before, of the interpreter's own; null if it does not matter. */
    private final @Nullable CallTarget caller;
    /** In which of its stays in the context an attached thread is to run it, or {@link #ANY_STAY}. */
    private final long stay;
    private final int attempt;
    /** The stack's depth at the facade's function in which it was put off; 0 if it was not. */
    private final int depth;
    /** Whether the thread has heard of it. */
    private volatile boolean begun;

    /** To run {@code action}, which calls Python. */
    Interruption(JThreadingContext context, Runnable action) {
        this(context, action, null, null, ANY_STAY, 0, 0);
    }

    private Interruption(JThreadingContext context, Runnable action, @Nullable GuestThread target, @Nullable CallTarget caller,
            long stay, int attempt, int depth) {
        this.context = context;
        this.action = action;
        this.target = target;
        this.caller = caller;
        this.stay = stay;
        this.attempt = attempt;
        this.depth = depth;
    }

    /** Has the thread with that ident run {@code action}. */
    static Outcome of(JThreadingContext context, long ident, Runnable action) {
        GuestThread guest = context.threads().find(ident);
        Thread thread = guest == null ? null : guest.javaThread();
        if (guest == null || thread == null) {
            return Outcome.NO_THREAD;
        }
        if (!guest.isAttached()) {
            new Interruption(context, action, guest, null, ANY_STAY, 0, 0).submitIfOpen(thread);
            return Outcome.ASKED;
        }
        // What it is asked for is what it does now, and not what it comes for later.
        Interruption interruption = new Interruption(context, action, null, null, context.stayOf(thread), 0, 0);
        return interruption.isMissed(interruption.submit(thread)) && thread.isAlive() ? Outcome.AWAY : Outcome.ASKED;
    }

    /** The engine is done at once with a thread that is not in the context. */
    private boolean isMissed(Future<?> done) {
        return done.isDone() && !begun;
    }

    /** Has the calling thread run {@code action} when the interpreter's own function is over that called the innermost of the facade. */
    static void afterCaller(JThreadingContext context, Runnable action) {
        CallTarget caller = GuestStack.ofCurrentThread().callerOfFacade();
        new Interruption(context, action, null, caller, ANY_STAY, 0, 0).submitIfOpen(Thread.currentThread());
    }

    /** Asks {@code thread} for it. */
    Future<?> submit(Thread thread) {
        return context.env().submitThreadLocal(new Thread[]{thread}, this);
    }

    @Override
    protected void run(Access access) {
        begun = true;
        if (attempt > AT_ONCE && !context.takePutOff(this)) {
            return;
        }
        if (stay != ANY_STAY && stay != context.stayOf(access.getThread())) {
            return;
        }
        if (target != null && context.currentThread() != target) {
            awaitTarget(access.getThread());
            return;
        }
        if (context.currentThread().isIdle()) {
            return;
        }
        GuestStack stack = GuestStack.ofCurrentThread();
        boolean inTheWay = caller != null && stack.isIn(caller) && attempt <= UNTIL_OVER;
        if (!inTheWay && (context.isWaiting() || isWelcome(stack))) {
            call();
            return;
        }
        if (attempt > 1 && !inTheWay) {
            GuestStack.leaveCompiledCode();
        }
        putOff(access.getThread(), depth == 0 ? stack.depthOfFacade() : depth,
                stack.isInPython() ? MOST_DOUBLINGS : MOST_DOUBLINGS_OUTSIDE);
    }

    private boolean isWelcome(GuestStack stack) {
        if (!stack.isInPython()) {
            return false;
        }
        if (stack.isInFacade()) {
            // A virtual thread cannot leave compiled code.
            return attempt > AT_ONCE && Thread.currentThread().isVirtual();
        }
        return attempt == 0 || attempt > UNTIL_OVER || !stack.hasFacadeAt(depth);
    }

    /** Asks the calling thread, which put it off, at its next safepoint. */
    void submitAgain() {
        new Interruption(context, action, target, caller, stay, 0, 0).submitIfOpen(Thread.currentThread());
    }

    private void call() {
        CurrentThread here = context.current();
        boolean waiting = here.waiting;
        CurrentThread inside = here.inside;
        here.waiting = false;
        here.inside = null;
        try {
            action.run();
        } catch (AbstractTruffleException raised) {
            if (inside == null || GuestThreads.isInterrupt(raised)) {
                throw raised;
            }
            pass(raised, here, inside);
        } finally {
            here.waiting = waiting;
            here.inside = inside;
        }
    }

    /** The calling thread, {@code inside} another interpreter, meets the exception there. */
    private void pass(RuntimeException raised, CurrentThread here, CurrentThread inside) {
        PassingException passing = new PassingException(context, raised);
        here.passing = passing;
        CurrentThread innermost = inside;
        while (innermost.inside != null) {
            innermost.passing = passing;
            innermost = innermost.inside;
        }
        passing.send(innermost);
    }

    private void putOff(Thread thread, int facade, int mostDoublings) {
        Interruption next = new Interruption(context, action, target, caller, stay, attempt + 1, facade);
        if (attempt < AT_ONCE) {
            next.submitIfOpen(thread);
        } else {
            long millis = 1L << Math.min(attempt - AT_ONCE, mostDoublings);
            context.putOff(next);
            next.submitAfter(millis, thread);
        }
    }

    /** The thread is of no application's, and ends when there is nothing to do. */
    private static ScheduledThreadPoolExecutor newExecutor() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = Thread.ofPlatform().daemon().name("jthreading interrupts").inheritInheritableThreadLocals(false).unstarted(run);
            thread.setContextClassLoader(null);
            return thread;
        });
        executor.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void submitAfter(long millis, Thread thread) {
        LATER.schedule(() -> submitIfOpen(thread), millis, TimeUnit.MILLISECONDS);
    }

    /** Asks {@code thread} for it, unless the context is closed. */
    void submitIfOpen(Thread thread) {
        if (!context.env().getContext().isClosed() && isMissed(submit(thread))) {
            awaitTarget(thread);
        }
    }

    /** Asks again: the Java thread has yet to come into the context, or to begin the target. Once that has ended, nobody is asked. */
    private void awaitTarget(Thread thread) {
        if (target != null && target.isAlive()) {
            new Interruption(context, action, target, caller, stay, 0, 0).submitAfter(UNTIL_BEGUN_MILLIS, thread);
        }
    }
}
