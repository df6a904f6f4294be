package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a context's that looks at its threads from time to time: has the {@linkplain GilTurns GIL change hands}, and does its
 * {@link Chores chores}. A context with one thread has none.
 *
 * <p>It knows the contenders: the threads that own the GIL or may be waiting for it. A thread that waits in the gateway is none, and
 * becomes one again when the wait is over. With the second contender the housekeeper starts.
 *
 * <p>How often it looks:
 * <ul>
 * <li>once in each switch interval while several threads run, and every 5 ms until the {@link Gil} is known;
 * <li>every 50 ms while none or one runs, up to 20 times;
 * <li>then once a second, until a second contender comes and wakes it up.
 * </ul>
 * A look may take long with many thousand threads. Then the pauses get longer too, so that the housekeeper uses at most a fiftieth of a
 * processor.
 */
public final class Housekeeper {

    private static final System.Logger LOGGER = System.getLogger("dev.jthreading");
    /** Between two looks while no thread runs, and after which a single thread is left alone. */
    private static final long RELAXED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int RELAXED_LOOKS = 20;
    /** And between two while there is only one thread. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TruffleLanguage.Env env;
    private final GilTurns turns;
    private final Chores chores;
    private final Set<Thread> contenders = ConcurrentHashMap.newKeySet();
    private final Object lifecycle = new Object();
    /** Set once. */
    private volatile @Nullable Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;
    /** These are used by the housekeeper's thread only. */
    private final Rest rest = new Rest();
    private int looksInVain;
    private boolean failed;

    /** What is to be done beside the turns, by the housekeeper's thread. */
    public interface Chores {
        /** Once, when the context's second thread comes. */
        void begin();

        /** At each look. */
        void look();

        /** When threads have ended that were contenders: Java threads of the application end without a word. */
        void threadsEnded();
    }

    /**
     * The pause that looks need. What one costs is computed from the cheapest so far: on a machine with much to do, others were
     * preempted, and a pause by their time would give the GIL's owner turns of seconds.
     */
    static final class Rest {

        /** In times of what a look costs. */
        private static final int FACTOR = 50;

        private double nanosPerContender = Double.MAX_VALUE;

        /** Returns the least pause, after a look at {@code contenders} that took {@code nanos}; both in nanoseconds. */
        long after(long nanos, int contenders) {
            int looked = Math.max(1, contenders);
            nanosPerContender = Math.min(nanosPerContender, (double) nanos / looked);
            return (long) (FACTOR * looked * nanosPerContender);
        }
    }

    public Housekeeper(TruffleLanguage.Env env, GilTurns turns, Chores chores) {
        this.env = env;
        this.turns = turns;
        this.chores = chores;
    }

    /** {@code contender} may from now on own the GIL, or wait for it. */
    public void add(Thread contender) {
        contenders.add(contender);
        if (contenders.size() > 1) {
            if (thread == null) {
                start();
            } else if (idle) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** {@code contender} waits for something else, or has ended. */
    public void remove(Thread contender) {
        contenders.remove(contender);
    }

    /** Has it look now. */
    public void wakeUp() {
        LockSupport.unpark(thread);
    }

    private void start() {
        synchronized (lifecycle) {
            if (thread == null && !closed) {
                Thread started = env.createSystemThread(this::run);
                // As the option of Python's that it serves.
                started.setName("jthreading switch interval");
                started.setDaemon(true);
                // Not of the application that happened to come second: the context may outlive it.
                started.setContextClassLoader(null);
                try {
                    started.start();
                    thread = started;
                } catch (OutOfMemoryError noThread) {
                    // There may be one for the next contender.
                }
            }
        }
    }

    /** Ends the thread, as the engine wants before the context is gone. */
    public void close() {
        Thread last;
        synchronized (lifecycle) {
            closed = true;
            last = thread;
        }
        boolean interrupted = false;
        while (last != null && last.isAlive()) {
            LockSupport.unpark(last);
            try {
                last.join(1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        unlessItFails(chores::begin);
        while (!closed) {
            unlessItFails(this::look);
        }
    }

    /** Also after an interrupt, which nobody has a reason for: whoever interrupts a group of threads does not know of this one. */
    private void pause(long nanos) {
        Thread.interrupted();
        LockSupport.parkNanos(this, nanos);
    }

    /**
     * Whatever a step fails with, the next one comes, or no thread would have its turn any more. A program may catch its MemoryError and
     * go on. The engine does not like to be asked about a thread that has just ended without leaving the context.
     */
    private void unlessItFails(Runnable step) {
        try {
            step.run();
        } catch (OutOfMemoryError | IllegalStateException passing) {
            pause(RELAXED_NANOS);
        } catch (RuntimeException | Error failure) {
            if (!failed) {
                failed = true;
                LOGGER.log(System.Logger.Level.WARNING, "a look at the threads of a context failed", failure);
            }
            pause(RELAXED_NANOS);
        }
    }

    /** Looks once, and rests. */
    private void look() {
        if (looksInVain > RELAXED_LOOKS) {
            awaitContenders();
        }
        long began = System.nanoTime();
        turns.look(contenders);
        keepHouse();
        boolean busy = contenders.size() > 1 && contenders.stream().anyMatch(turns::runsHere);
        long least = rest.after(System.nanoTime() - began, contenders.size());
        pause(busy ? Math.max(turns.nanos(), least) : RELAXED_NANOS);
        looksInVain = busy ? 0 : looksInVain + 1;
    }

    private void awaitContenders() {
        // Before the look at the contenders: one that comes after that look sees it, and wakes this thread up.
        idle = true;
        while (!closed && contenders.size() <= 1) {
            pause(IDLE_NANOS);
            keepHouse();
        }
        idle = false;
    }

    private void keepHouse() {
        chores.look();
        if (contenders.removeIf(contender -> contender.getState() == Thread.State.TERMINATED)) {
            chores.threadsEnded();
        }
    }
}
