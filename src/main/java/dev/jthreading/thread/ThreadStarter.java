package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import dev.jthreading.sync.Blocking;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Starts guest threads: on a worker that is idle, on a new one, or on a thread of the application's executor. */
final class ThreadStarter {

    /**
     * Room for GraalPy's own frames below Python's, added to every stack size that is asked for. A stack that is ample for CPython
     * has room for a few dozen calls here.
     */
    private static final long STACK_HEADROOM_BYTES = 512 * 1024;

    /**
     * Room for some 3,500 calls in the interpreter; CPython's recursion limit is 1,000. The JVM's own default has room for
     * 200. This is address space: a thread takes memory only as far as its stack grows.
     */
    private static final long DEFAULT_STACK_BYTES = 16 << 20;

    private final TruffleLanguage.Env env;
    private final Blocking blocking;
    private final ContextEntrance entrance;
    private final WorkerPool pool;
    private final ContextEnd end;
    private final EnteredThreads entered;
    private final AtomicLong stackSize = new AtomicLong();
    private final LongAdder started = new LongAdder();
    private final AtomicInteger peak = new AtomicInteger();
    private volatile @Nullable Executor executor;
    private volatile boolean virtualByDefault;

    /** {@code blocking} is how idle workers wait. */
    ThreadStarter(TruffleLanguage.Env env, Blocking blocking, WorkerPool pool, ContextEnd end, EnteredThreads entered) {
        this.env = env;
        this.blocking = blocking;
        this.entrance = new ContextEntrance(env);
        this.pool = pool;
        this.end = end;
        this.entered = entered;
    }

    /** Has threads that do not say run on virtual threads, or not. */
    void setVirtualByDefault(boolean virtual) {
        virtualByDefault = virtual;
    }

    /** From now on threads run on those of {@code application}. */
    void setExecutor(Executor application) {
        executor = application;
    }

    /** The stack size of threads to come, in bytes, 0 for the default. */
    AtomicLong stackSize() {
        return stackSize;
    }

    /** How many threads have started. */
    long started() {
        return started.sum();
    }

    /** The most threads that have run at once. */
    int peak() {
        return peak.get();
    }

    /**
     * Starts {@code guest}, which the caller has claimed; returns whether it has started. The caller waits in {@code startBlocking} if
     * it has to. If the thread does not start, or an interrupt is thrown out of the wait, it is unclaimed again.
     */
    boolean start(GuestThread guest, Runnable body, boolean daemon, Blocking startBlocking) {
        // A thread that the engine no longer knows could not wait for the GIL, which the new one may have.
        if (!end.mayStart() || !env.isCreateThreadAllowed() || !ContextEntrance.isPassable()) {
            guest.unclaim();
            return false;
        }
        Executor application = executor;
        HostedRun hosted = application == null ? null : new HostedRun(guest, () -> end.run(body), entrance, pool, entered);
        boolean hasStarted = false;
        // Before the end of the context looks at it: that joins what is no daemon.
        guest.setDaemon(daemon);
        pool.live().add(guest);
        try {
            hasStarted = hosted == null
                    ? startOnWorker(guest, body)
                    : hosted.start(Objects.requireNonNull(application), startBlocking);
        } finally {
            // What interrupts the wait does not stop a thread that has begun.
            if (hasStarted || (hosted != null && hosted.hasBegun())) {
                started.increment();
                peak.accumulateAndGet(pool.live().size(), Math::max);
            } else {
                pool.live().remove(guest);
                guest.unclaim();
            }
        }
        return hasStarted;
    }

    private boolean startOnWorker(GuestThread guest, Runnable body) {
        Boolean virtual = guest.isVirtual();
        Worker.Kind kind = Worker.Kind.of(guest.isDaemon(), stackBytes(), virtual == null ? virtualByDefault : virtual);
        Worker.Task task = new Worker.Task(guest, () -> end.run(body));
        return startOn(pool.take(kind), task)
                || startOnNew(kind, task)
                // Better the ids of a thread that has ended than no thread.
                || startOn(pool.takeReserved(kind), task);
    }

    private static boolean startOn(@Nullable Worker idle, Worker.Task task) {
        if (idle == null) {
            return false;
        }
        task.guest().takeJavaThread(idle.javaThread());
        idle.give(task);
        return true;
    }

    private boolean startOnNew(Worker.Kind kind, Worker.Task task) {
        Worker worker = null;
        try {
            worker = new Worker(kind, pool, blocking, run -> javaThread(kind, run));
            task.guest().takeJavaThread(worker.javaThread());
            pool.started(worker);
            worker.start(task);
            return true;
        } catch (OutOfMemoryError | IllegalStateException | SecurityException cannotStart) {
            if (worker != null) {
                pool.gone(worker);
            }
            return false;
        }
    }

    /** The calling thread starts it, so it inherits from that one what Java threads inherit, except the priority. */
    @SuppressWarnings("ThreadPriorityCheck")
    private Thread javaThread(Worker.Kind kind, Runnable run) {
        // While the context exits, the engine ends all threads but those that its builder has made since.
        if (kind.virtual() && !end.hasBegun()) {
            return entrance.virtualThread(run);
        }
        Thread thread = env.newTruffleThreadBuilder(run).virtual(kind.virtual()).stackSize(kind.stackBytes()).build();
        thread.setDaemon(kind.daemon());
        thread.setPriority(Thread.NORM_PRIORITY);
        return thread;
    }

    private long stackBytes() {
        long size = stackSize.get();
        return size == 0 ? DEFAULT_STACK_BYTES : Math.min(size, Long.MAX_VALUE - STACK_HEADROOM_BYTES) + STACK_HEADROOM_BYTES;
    }
}
