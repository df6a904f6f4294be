package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One guest thread on a thread of an application's executor. */
final class HostedRun implements Runnable {

    private final GuestThread guest;
    private final Runnable body;
    private final boolean daemon;
    private final ContextEntrance entrance;
    private final WorkerPool pool;
    private final EnteredThreads entered;
    private final Thread starter = Thread.currentThread();
    private final Event decided = new Event();
    private volatile boolean begun;
    private volatile boolean abandoned;

    HostedRun(GuestThread guest, Runnable body, boolean daemon, ContextEntrance entrance, WorkerPool pool, EnteredThreads entered) {
        this.guest = guest;
        this.body = body;
        this.daemon = daemon;
        this.entrance = entrance;
        this.pool = pool;
        this.entered = entered;
    }

    /** Returns whether the guest thread runs now; if not it never will. */
    boolean start(Executor executor, Blocking blocking) {
        boolean waited = false;
        try {
            executor.execute(this);
            decided.await(Deadline.NEVER, blocking);
            waited = true;
        } catch (RejectedExecutionException rejected) {
            waited = true;
        } catch (InterruptedException unreachable) {
            throw new AssertionError("waits go through the safepoint gateway", unreachable);
        } catch (RuntimeException | OutOfMemoryError failure) {
            if (blocking.isDeferrable(failure)) {
                throw failure;
            }
            waited = true;
        } finally {
            abandoned = !waited || !begun;
        }
        return begun;
    }

    /** Begins unless the one who started it has given up. */
    private boolean begin() {
        if (Thread.currentThread() == starter || abandoned) {
            return false;
        }
        guest.runHosted(daemon);
        begun = true;
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
