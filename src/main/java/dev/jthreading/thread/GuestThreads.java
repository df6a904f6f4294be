package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.sync.Blocking;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one context: those that Python started, the main thread, and attached threads. {@link ThreadStarter} starts
 * them, {@link WorkerPool} knows what runs, and {@link ContextEnd} ends them with the context.
 */
public final class GuestThreads {

    private final EnteredThreads entered = new EnteredThreads();
    private final WorkerPool pool = new WorkerPool();
    private final ContextEnd end;
    private final ThreadStarter starter;
    private volatile @Nullable Thread mainThread;

    /** {@code blocking} is how idle workers wait. */
    public GuestThreads(TruffleLanguage.Env env, Blocking blocking) {
        this.end = new ContextEnd(env, blocking, pool);
        this.starter = new ThreadStarter(env, blocking, pool, end, entered);
    }

    /**
     * Keeps at most {@code idleWorkers} Java threads without work for threads to come. Threads that do not say run on virtual threads if
     * {@code virtual}. The interpreter waits at its end for {@code joinTimeout}. To be called before any thread starts.
     */
    public void configure(int idleWorkers, boolean virtual, Duration joinTimeout) {
        pool.keepIdle(idleWorkers);
        starter.setVirtualByDefault(virtual);
        end.setJoinTimeout(joinTimeout);
    }

    /** How these threads end with the context. */
    public ContextEnd end() {
        return end;
    }

    /** From now on threads run on those of {@code application}, which supplies it. */
    public void setExecutor(Executor application) {
        starter.setExecutor(application);
    }

    /** The thread with that ident; null if none runs that has it. An attached thread may run one of Python's: then that. */
    public @Nullable GuestThread find(long ident) {
        return running().filter(guest -> hasIdent(guest.javaThread(), ident)).max(Comparator.comparing(GuestThread::isHosted))
                .or(() -> entered.hosts().filter(guest -> hasIdent(guest.javaThread(), ident)).findAny()).orElse(null);
    }

    private static boolean hasIdent(@Nullable Thread thread, long ident) {
        return thread != null && thread.threadId() == ident;
    }

    /** {@code thread} is Python's main thread. */
    public void setMainThread(Thread thread) {
        mainThread = thread;
    }

    /** Python's main thread: the one in which it became ready. */
    public Thread mainThread() {
        return Objects.requireNonNull(mainThread);
    }

    boolean isMain(GuestThread guest) {
        return guest.javaThread() == mainThread;
    }

    /** Whether the interpreter does not wait for the thread when it ends. */
    boolean isDaemon(GuestThread guest) {
        return guest.isAttached() ? !isMain(guest) : guest.isDaemon();
    }

    /** {@code thread} has come into the context. */
    public void entered(Thread thread, GuestThread guest) {
        entered.add(thread, guest);
    }

    /**
     * The calling thread, which is {@code guest}, leaves the interpreter that it entered for one call. Returns what it is from now on: as
     * in CPython, neither its dummy nor what it has in locals is there any more when it comes again.
     */
    public GuestThread endVisit(GuestThread guest) {
        if (!guest.isAttached()) {
            return guest;
        }
        if (isMain(guest) || guest.pythonThread() == null) {
            guest.dropLocals();
            return guest;
        }
        guest.finish();
        GuestThread next = GuestThread.attached(Thread.currentThread());
        entered.add(Thread.currentThread(), next);
        return next;
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
        Set<Thread> others = Stream.concat(pool.threads(), own.stream().map(GuestThread::javaThread).filter(Objects::nonNull))
                .collect(Collectors.toSet());
        return Stream.concat(own.stream(), entered.listed().filter(guest -> !others.contains(guest.javaThread())));
    }

    /** What the threads have done until now, with what {@code waits} has counted: one snapshot, whose numbers fit together. */
    public ThreadStatistics statistics(WaitStatistics waits) {
        List<GuestThread> now = running().toList();
        int daemons = (int) now.stream().filter(this::isDaemon).count();
        int own = (int) now.stream().filter(guest -> !guest.isAttached()).count();
        // A thread runs a moment before its starter counts it.
        int peak = Math.max(starter.peak(), own);
        long started = Math.max(starter.started(), peak);
        return new ThreadStatistics(now.size(), daemons, started, peak, pool.idle(), waits.contendedAcquires(),
                Duration.ofNanos(waits.longestWaitNanos()));
    }

    /** How many threads run that this context started. */
    public int count() {
        return pool.live().size();
    }

    /** How many threads have ended before they began: the host interrupted them on their way into the context. */
    public long endedUnbegun() {
        return pool.endedUnbegun();
    }

    /** Sets the stack size of threads to come, in bytes, 0 for the default; returns the one before. */
    public long setStackSize(long bytes) {
        return starter.stackSize().getAndSet(bytes);
    }

    public long stackSize() {
        return starter.stackSize().get();
    }

    /** See {@link ThreadStarter#start}. */
    public boolean start(GuestThread guest, Runnable body, boolean daemon, Blocking startBlocking) {
        return starter.start(guest, body, daemon, startBlocking);
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
}
