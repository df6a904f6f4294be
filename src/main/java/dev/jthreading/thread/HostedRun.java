package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** One guest thread on a thread of an application's executor. */
final class HostedRun implements Runnable {

    private static final System.Logger LOGGER = System.getLogger("dev.jthreading");

    private enum State { PENDING, BEGUN, ABANDONED }

    private final GuestThread guest;
    private final Runnable body;
    private final boolean daemon;
    private final ContextEntrance entrance;
    private final WorkerPool pool;
    private final EnteredThreads entered;
    private final Thread starter = Thread.currentThread();
    private final Event decided = new Event();
    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);

    HostedRun(GuestThread guest, Runnable body, boolean daemon, ContextEntrance entrance, WorkerPool pool, EnteredThreads entered) {
        this.guest = guest;
        this.body = body;
        this.daemon = daemon;
        this.entrance = entrance;
        this.pool = pool;
        this.entered = entered;
    }

    /** Returns whether the guest thread runs now; if not, and if this throws before it has begun, it never will. */
    boolean start(Executor executor, Blocking blocking) {
        try {
            if (isAccepted(executor)) {
                decided.await(Deadline.NEVER, blocking);
            }
        } catch (InterruptedException unreachable) {
            throw new AssertionError("waits go through the safepoint gateway", unreachable);
        } finally {
            state.compareAndSet(State.PENDING, State.ABANDONED);
        }
        return hasBegun();
    }

    /** Whatever the application's code throws: the thread does not run, and Python is not to see it. */
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

    /** Begins unless the one who started it has given up, or is to run it itself. */
    private boolean begin() {
        if (Thread.currentThread() == starter || !state.compareAndSet(State.PENDING, State.BEGUN)) {
            return false;
        }
        guest.runHosted(daemon);
        return true;
    }

    @Override
    public void run() {
        boolean runs = false;
        Thread current = Thread.currentThread();
        String name = current.getName();
        boolean cameBefore = entered.contains(current);
        try {
            runs = begin();
            decided.set();
            if (runs) {
                guest.begin();
                FlightEvents.started(guest);
                entrance.run(body);
            }
        } finally {
            if (runs) {
                FlightEvents.ended(guest);
                pool.ended(guest);
                current.setName(name);
                if (!cameBefore) {
                    // It was in the context for this only.
                    entered.remove(current);
                }
            }
        }
    }
}
