package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One guest thread on a thread of an application's executor. */
final class HostedRun implements Runnable {

    private static final System.Logger LOGGER = System.getLogger("dev.jthreading");

    /** After so long the log tells that a thread waits for its executor. */
    private static final long WARN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private enum State { PENDING, BEGUN, ABANDONED }

    private final GuestThread guest;
    private final Runnable body;
    private final ContextEntrance entrance;
    private final WorkerPool pool;
    private final EnteredThreads entered;
    private final Thread starter = Thread.currentThread();
    private final @Nullable ClassLoader classLoader = starter.getContextClassLoader();
    private final Event decided = new Event();
    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
    /** Used by the starter only. */
    private boolean accepted;

    HostedRun(GuestThread guest, Runnable body, ContextEntrance entrance, WorkerPool pool, EnteredThreads entered) {
        this.guest = guest;
        this.body = body;
        this.entrance = entrance;
        this.pool = pool;
        this.entered = entered;
    }

    /** Returns whether the guest thread runs now. If it does not, or if this throws before it has begun, it never will. */
    boolean start(Executor executor, Blocking blocking) {
        try {
            blocking.callApplication(() -> accepted = isAccepted(executor));
            if (accepted && !decided.await(Deadline.after(WARN_AFTER_NANOS), blocking)) {
                // What writes the log may want Python.
                blocking.callApplication(() -> LOGGER.log(System.Logger.Level.WARNING,
                        "the executor has not begun to run the Python thread " + guest
                                + " for 10 s, and its starter waits: the executor has other work, or has dropped the thread"));
                decided.await(Deadline.NEVER, blocking);
            }
        } catch (InterruptedException unreachable) {
            throw new AssertionError("waits go through the safepoint gateway", unreachable);
        } finally {
            state.compareAndSet(State.PENDING, State.ABANDONED);
        }
        return hasBegun();
    }

    /** Hands this to the executor. If the application's code throws, the thread does not run, and Python does not see the exception. */
    private boolean isAccepted(Executor executor) {
        try {
            executor.execute(this);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError full) {
            return false;
        } catch (VirtualMachineError end) {
            throw end;
        } catch (Throwable failure) {
            LOGGER.log(System.Logger.Level.WARNING, "an executor failed to run a Python thread", failure);
            return false;
        }
    }

    /** Whether the guest thread runs, or has. */
    boolean hasBegun() {
        return state.get() == State.BEGUN;
    }

    /** Begins, on a thread that is in the context, unless the starter has given up. */
    private boolean begin(AtomicBoolean begunHere) {
        if (!ContextEntrance.isPassable() || !state.compareAndSet(State.PENDING, State.BEGUN)) {
            return false;
        }
        begunHere.set(true);
        guest.runHosted();
        return true;
    }

    /** What a guest thread changes in a Java thread. */
    private record Properties(String name, int priority, @Nullable ClassLoader classLoader) {
        static Properties of(Thread thread) {
            return new Properties(thread.getName(), thread.getPriority(), thread.getContextClassLoader());
        }

        @SuppressWarnings("ThreadPriorityCheck")
        void giveTo(Thread thread) {
            thread.setName(name);
            thread.setPriority(priority);
            thread.setContextClassLoader(classLoader);
        }
    }

    /** Nothing begins on the starter's own thread: the starter waits. */
    @Override
    public void run() {
        Thread current = Thread.currentThread();
        Properties before = Properties.of(current);
        boolean cameBefore = entered.contains(current);
        // Not on another thread: the executor may run this more than once.
        AtomicBoolean begunHere = new AtomicBoolean();
        try {
            if (current != starter && state.get() == State.PENDING) {
                entrance.run(() -> runInContext(begunHere));
            }
        } catch (RuntimeException | Error failure) {
            if (begunHere.get()) {
                throw failure;
            }
            LOGGER.log(System.Logger.Level.WARNING, "a Python thread cannot run on the executor's thread " + before.name, failure);
        } finally {
            decided.set();
            // Now that the thread has left the context: whoever joins it may close the context at once.
            if (!cameBefore) {
                entered.hide(current);
            }
            if (begunHere.get()) {
                FlightEvents.ended(guest);
                pool.ended(guest);
                before.giveTo(current);
            }
        }
    }

    private void runInContext(AtomicBoolean begunHere) {
        if (begin(begunHere)) {
            decided.set();
            JavaThread.makeLikeNew(classLoader);
            guest.begin();
            guest.beginProcessorTime();
            FlightEvents.started(guest);
            body.run();
        }
    }
}
