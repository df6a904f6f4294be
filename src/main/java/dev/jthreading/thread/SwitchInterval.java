package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.nodes.RootNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has the thread that owns Python's interpreter lock give it away when another waits for it, once in each switch
 * interval ({@code sys.setswitchinterval}); GraalPy by itself takes 50 ms.
 *
 * <p>Which threads wait for the lock, and which owns it, is nowhere to be asked; but what a Java thread is parked on
 * can be seen, and the owner of that. Only threads outside of this library's own waits are looked at.
 */
public final class SwitchInterval {

    /** CPython's. */
    private static final long DEFAULT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** A shorter interval would cost more than the work between two switches. */
    private static final long LEAST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    /** Between two looks while no thread runs, and after which a single thread is left alone. */
    private static final long RELAXED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int RELAXED_LOOKS = 20;
    /** And between two while there is only one thread. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Between two looks, in times of what one takes: with many thousand threads to look at that is longer than the interval. */
    private static final int REST_FACTOR = 50;
    /** The part of an interval that one that gives way stays away, for the thread after the next, see {@link #stayAway}. */
    private static final int STAY_AWAY_PART = 50;

    /**
     * Builtins that have nothing under way at their safepoints: the one through which Python calls this library, and those
     * that programs call to pass time. A compiled loop may have no safepoints but those of the builtins that it calls.
     */
    private static final Set<String> GATES = Set.of("__execute__", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter",
            "perf_counter_ns", "thread_time", "thread_time_ns", "len", "isinstance", "id", "callable");

    private static final Thread[] NOBODY = new Thread[0];

    private final TruffleLanguage.Env env;
    private final Runnable onSecondThread;
    private final Runnable onLook;
    private final Runnable onEnd;
    private final Set<Thread> contenders = ConcurrentHashMap.newKeySet();
    private final Object lifecycle = new Object();
    private volatile long nanos = DEFAULT_NANOS;
    private volatile @Nullable Runnable giveWay;
    private volatile @Nullable Thread watcher;
    private volatile boolean idle;
    private volatile boolean closed;
    /** Used by the watcher only. */
    private @Nullable GiveWay request;

    /**
     * Watches nothing before a second thread comes; then a thread of its own runs {@code onSecondThread} first, {@code onLook} at each
     * look, and {@code onEnd} when threads have ended.
     */
    public SwitchInterval(TruffleLanguage.Env env, Runnable onSecondThread, Runnable onLook, Runnable onEnd) {
        this.env = env;
        this.onSecondThread = onSecondThread;
        this.onLook = onLook;
        this.onEnd = onEnd;
    }

    /** {@code action}, run by the owner of the interpreter lock, lets go of it and takes it again, behind those that wait. */
    public void giveWayBy(Runnable action) {
        giveWay = action;
    }

    /** Sets the interval, in seconds. */
    public void set(double seconds) {
        nanos = Math.max(LEAST_NANOS, (long) (seconds * TimeUnit.SECONDS.toNanos(1)));
        LockSupport.unpark(watcher);
    }

    /**
     * To be called by the owner of the interpreter lock that gives way, while it has let go of it. Who gets the lock often
     * wakes another thread and then waits for it. That one is on its way only: a thread that computes and queues at once is
     * before it, and an interval of its passes until the wake-up arrives.
     */
    public void stayAway() {
        LockSupport.parkNanos(this, Math.min(nanos, DEFAULT_NANOS) / STAY_AWAY_PART);
    }

    /** {@code thread} may from now on own the interpreter lock, or wait for it. */
    public void add(Thread thread) {
        contenders.add(thread);
        if (contenders.size() > 1) {
            if (watcher == null) {
                startWatcher();
            } else if (idle) {
                LockSupport.unpark(watcher);
            }
        }
    }

    /** {@code thread} waits for something else, or has ended. */
    public void remove(Thread thread) {
        contenders.remove(thread);
    }

    private void startWatcher() {
        synchronized (lifecycle) {
            if (watcher == null && !closed) {
                Thread thread = env.createSystemThread(this::watch);
                thread.setName("jthreading switch interval");
                thread.setDaemon(true);
                watcher = thread;
                thread.start();
            }
        }
    }

    /** Ends the watcher, as the engine wants before the context is gone. */
    public void close() {
        Thread last;
        synchronized (lifecycle) {
            closed = true;
            last = watcher;
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

    private void watch() {
        onSecondThread.run();
        int looksInVain = 0;
        while (!closed) {
            if (looksInVain > RELAXED_LOOKS) {
                awaitContenders();
            }
            long began = System.nanoTime();
            look();
            onLook.run();
            forgetEnded();
            boolean busy = contenders.size() > 1 && contenders.stream().anyMatch(SwitchInterval::runs);
            looksInVain = busy ? 0 : looksInVain + 1;
            long least = REST_FACTOR * (System.nanoTime() - began);
            LockSupport.parkNanos(this, busy ? Math.max(nanos, least) : RELAXED_NANOS);
        }
    }

    /** A thread of the host's ends without a word. */
    private void forgetEnded() {
        if (contenders.removeIf(thread -> thread.getState() == Thread.State.TERMINATED)) {
            onEnd.run();
        }
    }

    private void awaitContenders() {
        idle = true;
        while (!closed && contenders.size() <= 1) {
            LockSupport.parkNanos(this, IDLE_NANOS);
            onLook.run();
            forgetEnded();
        }
        idle = false;
    }

    private void look() {
        Runnable action = giveWay;
        Thread[] asked = action == null || (request != null && request.isPending()) ? NOBODY : ownersOfWhatIsWaitedFor();
        if (action != null && asked.length > 0) {
            request = new GiveWay(action, Thread.currentThread(), request);
            request.submit(env, asked);
        }
    }

    /** Threads may wait for locks of an application's, and for what has no owner: one of those that wait for each thing is looked at. */
    private Thread[] ownersOfWhatIsWaitedFor() {
        Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
        return contenders.stream()
                // This library's own are none: on its way into a wait and out of it, a thread may be met that is parked on one.
                .filter(thread -> LockSupport.getBlocker(thread) instanceof AbstractQueuedSynchronizer synchronizer && met.add(synchronizer))
                .flatMap(this::owners)
                // One that is taken out and put back meanwhile is met twice, which the engine does not accept.
                .distinct()
                .toArray(Thread[]::new);
    }

    /** The JVM tells the owner among platform threads; with virtual ones it is one of those that run. */
    private Stream<Thread> owners(Thread waiting) {
        ThreadInfo info = waiting.isVirtual() ? null : Management.THREADS.getThreadInfo(waiting.threadId());
        long owner = info == null ? -1 : info.getLockOwnerId();
        boolean told = owner != -1;
        // The interpreter lock's owner runs: whoever waits, or sleeps with a lock of the application's, is another's.
        List<Thread> owners = contenders.stream().filter(SwitchInterval::runs)
                .filter(thread -> told ? thread.threadId() == owner : thread.isVirtual() || waiting.isVirtual()).toList();
        if (info != null && !told && owners.isEmpty()) {
            wakeUpWaitersFor(LockSupport.getBlocker(waiting));
        }
        return owners.stream();
    }

    /**
     * A lock that nobody has is about to be taken. But a thread that let go of the interpreter lock at the end of its stack may not
     * have got as far as waking up the next one, and nobody else would.
     */
    @SuppressWarnings("ReferenceEquality")
    private void wakeUpWaitersFor(@Nullable Object free) {
        if (free != null && free.getClass().getEnclosingClass() == ReentrantLock.class) {
            contenders.stream().filter(thread -> LockSupport.getBlocker(thread) == free).forEach(LockSupport::unpark);
        }
    }

    private static boolean runs(Thread thread) {
        return thread.getState() == Thread.State.RUNNABLE;
    }

    /** Loaded when it is needed, which for most programs is never. */
    private static final class Management {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private Management() { }
    }

    /** Gives way where a Python program is, and not in the middle of a builtin, which expects to be alone. */
    private static final class GiveWay extends SafepointAction {
        private static final int FIRST_PATIENCE = 4;
        private static final int MOST_PATIENCE = 64;
        /** After so many refusals in a row the program has no better place soon. */
        private static final int MOST_REFUSALS = 20;

        private final Runnable action;
        private final Thread watcher;
        private final int patience;
        private volatile boolean reached;
        private volatile int refusals;
        /** Used by the watcher only. */
        private int looks;
        private @Nullable Future<?> future;

        GiveWay(Runnable action, Thread watcher, @Nullable GiveWay previous) {
            this.action = action;
            this.watcher = watcher;
            this.patience = previous == null || previous.reached ? FIRST_PATIENCE : Math.min(2 * previous.patience, MOST_PATIENCE);
            this.refusals = previous == null ? 0 : previous.refusals;
        }

        void submit(TruffleLanguage.Env env, Thread[] asked) {
            future = env.submitThreadLocal(asked, this);
        }

        /**
         * Whether it is to be waited for. One that ended before never gets to it; and now and then the engine forgets
         * that a thread has something to do, until it is told so again.
         */
        boolean isPending() {
            looks++;
            return !reached && future != null && !future.isDone() && looks < patience;
        }

        @Override
        protected void run(Access access) {
            reached = true;
            if (isProgram(access.getLocation().getRootNode())) {
                refusals = 0;
                giveWay();
            } else {
                int refused = refusals + 1;
                refusals = refused;
                if (refused <= MOST_REFUSALS) {
                    LockSupport.unpark(watcher);
                }
            }
        }

        /** Returns when the lock is this thread's again. One that were interrupted while it has yet to get it would keep it for ever. */
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
            return root != null && isPython(root.getLanguageInfo()) && (!root.isInternal() || GATES.contains(Objects.requireNonNullElse(root.getName(), "")));
        }

        private static boolean isPython(@Nullable LanguageInfo language) {
            return language != null && language.getId().equals("python");
        }
    }
}
