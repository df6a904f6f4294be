package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The threads that one context started. */
public final class GuestThreads {

    /**
     * Room for GraalPy's own frames below Python's, added to every stack size that is asked for: a stack that is
     * ample for CPython is a few dozen calls here.
     */
    private static final long STACK_HEADROOM_BYTES = 512 * 1024;

    /**
     * Room for a thousand calls and more in the interpreter, as many as CPython's recursion limit allows; a JVM's own
     * default is 200 calls. It is address space: memory is taken as far as a thread gets.
     */
    private static final long DEFAULT_STACK_BYTES = 16 << 20;

    private static final Duration MOST_NANOS = Duration.ofNanos(Long.MAX_VALUE / 2);
    /** For Java threads whose guests have ended. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long JOIN_MILLIS = 20;

    private final TruffleLanguage.Env env;
    private final Blocking blocking;
    private final ContextEntrance entrance;
    private final AtomicLong stackSize = new AtomicLong();
    private final EnteredThreads entered = new EnteredThreads();
    private final LongAdder started = new LongAdder();
    private final AtomicInteger peak = new AtomicInteger();
    private volatile @Nullable Thread mainThread;
    private volatile @Nullable Executor executor;
    private volatile WorkerPool pool = new WorkerPool(0);
    private volatile boolean virtualByDefault;
    private volatile Duration shutdownTimeout = ChronoUnit.FOREVER.getDuration();
    private volatile boolean closed;
    private volatile boolean ending;
    private volatile boolean joined;
    private volatile boolean stuck;

    /** {@code blocking} is how idle workers wait. */
    public GuestThreads(TruffleLanguage.Env env, Blocking blocking) {
        this.env = env;
        this.blocking = blocking;
        this.entrance = new ContextEntrance(env);
    }

    /**
     * Keeps at most {@code idleWorkers} Java threads without work for threads to come, has threads that do not say
     * run on virtual threads if {@code virtual}, and waits for those that are no daemons for so long when the interpreter
     * ends. To be called before any thread starts.
     */
    public void configure(int idleWorkers, boolean virtual, Duration joinTimeout) {
        pool = new WorkerPool(idleWorkers);
        virtualByDefault = virtual;
        shutdownTimeout = joinTimeout;
    }

    /** Until when the interpreter, which ends now, waits for threads that are no daemons. */
    public Deadline shutdownDeadline() {
        return shutdownTimeout.compareTo(MOST_NANOS) > 0 ? Deadline.NEVER : Deadline.after(shutdownTimeout.toNanos());
    }

    /** From now on threads run on those of {@code host}, which the application supplies. */
    public void setExecutor(Executor host) {
        executor = host;
    }

    /** The Java thread of the thread with that ident; null if none runs that has it. */
    public @Nullable Thread find(long ident) {
        return running().map(GuestThread::javaThread).filter(thread -> thread != null && thread.threadId() == ident).findAny().orElse(null);
    }

    /** {@code thread} is Python's main thread. */
    public void setMainThread(Thread thread) {
        mainThread = thread;
    }

    boolean isMain(GuestThread guest) {
        return guest.javaThread() == mainThread;
    }

    /** Whether the interpreter does not wait for the thread when it ends. */
    boolean isDaemon(GuestThread guest) {
        return guest.isForeign() ? !isMain(guest) : guest.isDaemon();
    }

    /** {@code thread} has come into the context. */
    public void entered(Thread thread, GuestThread guest) {
        entered.add(thread, guest);
    }

    /** {@code thread} has left the context for ever. */
    public void left(Thread thread) {
        entered.remove(thread);
    }

    /** Drops what Java threads of the application that have ended leave behind. */
    public void forgetEnded() {
        entered.forgetEnded();
    }

    /** All threads of the context that run now. */
    Stream<GuestThread> running() {
        List<GuestThread> own = List.copyOf(pool.live());
        Set<Thread> others = Stream.concat(pool.threads(), own.stream().map(GuestThread::javaThread).filter(Objects::nonNull)).collect(Collectors.toSet());
        return Stream.concat(own.stream(), entered.alive().filter(guest -> !others.contains(guest.javaThread())));
    }

    /** Threads that run now, and those of them that the interpreter does not wait for. */
    public int[] liveAndDaemon() {
        int[] counts = new int[2];
        running().forEach(guest -> {
            counts[0]++;
            counts[1] += isDaemon(guest) ? 1 : 0;
        });
        return counts;
    }

    /** How many threads this context has started. */
    public long started() {
        return started.sum();
    }

    /** The most threads that this context started and that have run at once. */
    public int peak() {
        return peak.get();
    }

    /** How many Java threads wait for the next Python thread. */
    public int idleWorkers() {
        return pool.idle();
    }

    /** How many threads run that this context started. */
    public int count() {
        return pool.live().size();
    }

    /** Sets the stack size of threads to come, in bytes, 0 for the default; returns the one before. */
    public long setStackSize(long bytes) {
        return stackSize.getAndSet(bytes);
    }

    public long stackSize() {
        return stackSize.get();
    }

    /** From now on no thread starts: the interpreter has waited for those that it waits for. */
    public void close() {
        closed = true;
        pool.close();
    }

    public boolean isClosed() {
        return closed;
    }

    /** Promises that somebody will wait for the threads when the interpreter ends, and close only then. */
    public void promiseJoin() {
        joined = true;
    }

    /** From now on the engine may end threads, by throwing out of them, and they end in silence. */
    public void expectEnd() {
        ending = true;
        pool.close();
        if (!joined) {
            close();
        }
    }

    /** A thread that the interpreter has to wait for before it ends, but not {@code current}; null if there is none. */
    public @Nullable GuestThread nextToJoin(GuestThread current) {
        return pool.live().stream().filter(guest -> guest != current && !guest.isDaemon() && guest.isAlive()).findAny().orElse(null);
    }

    /**
     * Starts {@code guest}, claimed by the caller, who waits in {@code startBlocking} if it has to; returns whether it has been
     * started. If not, also because what interrupts the wait is thrown, nothing is left behind, and it is claimed no more.
     */
    public boolean start(GuestThread guest, Runnable body, boolean daemon, Blocking startBlocking) {
        // A thread that the engine no longer knows could not wait for the interpreter lock, which the new one may have.
        if (closed || !env.isCreateThreadAllowed() || !ContextEntrance.isPassable()) {
            guest.unclaim();
            return false;
        }
        Executor host = executor;
        HostedRun hosted = host == null ? null : new HostedRun(guest, () -> run(body), daemon, entrance, pool, entered);
        boolean hasStarted = false;
        pool.live().add(guest);
        try {
            hasStarted = hosted == null ? startOnWorker(guest, body, daemon) : hosted.start(Objects.requireNonNull(host), startBlocking);
        } finally {
            if (hasStarted || (hosted != null && hosted.hasBegun())) {
                started.increment();
                peak.accumulateAndGet(count(), Math::max);
            } else {
                pool.live().remove(guest);
                guest.unclaim();
            }
        }
        return hasStarted;
    }

    private boolean startOnWorker(GuestThread guest, Runnable body, boolean daemon) {
        Boolean virtual = guest.isVirtual();
        Worker.Kind kind = Worker.Kind.of(daemon, stackBytes(), virtual == null ? virtualByDefault : virtual);
        Worker.Task task = new Worker.Task(guest, () -> run(body));
        return startOn(pool.take(kind), task, daemon)
                || startOnNew(kind, task, daemon)
                // Rather the ids of a thread that ended than no thread.
                || startOn(pool.takeReserved(kind), task, daemon);
    }

    private static boolean startOn(@Nullable Worker idle, Worker.Task task, boolean daemon) {
        if (idle == null) {
            return false;
        }
        task.guest().run(idle.host(), daemon);
        idle.give(task);
        return true;
    }

    private boolean startOnNew(Worker.Kind kind, Worker.Task task, boolean daemon) {
        Worker worker = null;
        try {
            worker = new Worker(kind, pool, blocking, run -> javaThread(kind, run));
            task.guest().run(worker.host(), daemon);
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

    /** The calling thread starts it: what threads inherit is that one's, except the priority. */
    @SuppressWarnings("ThreadPriorityCheck")
    private Thread javaThread(Worker.Kind kind, Runnable run) {
        // The engine lets the threads live that are made while the context exits, and knows those by who made them.
        if (kind.virtual() && !ending) {
            return entrance.virtualThread(run);
        }
        Thread thread = env.newTruffleThreadBuilder(run).virtual(kind.virtual()).stackSize(kind.stackBytes()).build();
        thread.setDaemon(kind.daemon());
        thread.setPriority(Thread.NORM_PRIORITY);
        return thread;
    }

    private long stackBytes() {
        long size = stackSize.get();
        return size == 0 ? DEFAULT_STACK_BYTES : size + STACK_HEADROOM_BYTES;
    }

    /** Whether {@code exception} is what {@code Context.interrupt} ends the code of a context with: the host asked for it, and is told. */
    public static boolean isInterrupt(Object exception) {
        InteropLibrary interop = InteropLibrary.getUncached();
        try {
            return interop.isException(exception) && interop.getExceptionType(exception) == ExceptionType.INTERRUPT;
        } catch (UnsupportedMessageException e) {
            return false;
        }
    }

    private void run(Runnable body) {
        try {
            body.run();
        } catch (Throwable failure) {
            if (!isInterrupt(failure) && !mayEnd()) {
                throw failure;
            }
        }
    }

    /** Whether the engine may be ending threads. */
    public boolean mayEnd() {
        return ending || env.getContext().isClosed() || env.getContext().isCancelling();
    }

    /** Ends the threads that the interpreter, which has run to its end, did not wait for: no Python code of theirs runs any more. */
    public void endAll() {
        expectEnd();
        close();
        ThreadEnding ending = new ThreadEnding(env, List.copyOf(pool.live()));
        try {
            stuck = !blocking.await(ending::await);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be called now and then: the engine ends the threads of a context that is cancelled, but not those in system calls. */
    public void endSystemCallsIfCancelled() {
        if (env.getContext().isCancelling()) {
            pool.live().forEach(GuestThread::interruptSystemCall);
        }
    }

    /**
     * Waits for the Java threads to be gone, as the engine wants before a context is closed; at most
     * {@link #PATIENCE_NANOS} for all of them, because one may be in Java code that heeds no interrupt.
     */
    public void joinAll() {
        Deadline deadline = Deadline.after(stuck ? 0 : PATIENCE_NANOS);
        boolean interrupted = false;
        for (Thread thread : pool.threads().toList()) {
            interrupted |= join(thread, deadline);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts again and again: a thread may begin a wait after an interrupt. Returns whether this thread was interrupted. */
    private static boolean join(Thread thread, Deadline deadline) {
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive() && deadline.remaining() > 0) {
            try {
                thread.interrupt();
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
