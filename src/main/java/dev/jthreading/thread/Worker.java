package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Java thread that runs guest threads, one after the other. To start one on an idle worker takes a small part of the time that a
 * new Java thread takes to get into the context.
 *
 * <pre>
 *         start(task)         task done, room in the pool
 *   new -------------> busy ----------------------------------> idle
 *                       ^ |                                     | |
 *                       | | task done, no room     give(task)   | |
 *                       +-|-------------------------------------+ |
 *                         v                                       |
 *                       ended <-----------------------------------+
 *                                 10 s without a task, or end()
 * </pre>
 *
 * <p><b>How a worker is kept.</b> The option {@code IdleWorkers} says how many workers of a context may be idle; by default none. After a
 * task the worker puts itself into the {@link WorkerPool}. It does so before the end of the guest thread is known, so a thread that
 * joins and then starts another finds the worker idle. The pool is full: then the worker ends, or it takes the place of an idle one of
 * another {@link Kind}.
 *
 * <p><b>How it gets the next guest thread.</b> A starter takes the youngest idle worker of the kind that it needs out of the pool, and puts
 * the task into the inbox. Who has taken a worker out of the pool must give it a task or {@link #end} it. So the inbox has room for one.
 *
 * <p><b>Which worker is free.</b> Guest threads on one worker have the same ident. A program that has yet to join the first would take
 * both for one thread. So a worker is free once somebody knows of the end of its last guest thread, or 5 s later. A worker that is not
 * free runs a guest thread only if no new Java thread can be had.
 *
 * <p><b>What is cleared</b> before a guest thread begins: the interrupt status, priority, context class loader and name of the Java
 * thread. Locals are those of the guest thread, and the facade runs it in a new context of contextvars and without trace and profile
 * functions. Not cleared are Java's {@link ThreadLocal} variables: Java offers no way.
 *
 * <p><b>Races with the end.</b>
 * <ul>
 * <li>The 10 s of an idle worker pass while a starter takes it: each tries to remove the worker from the pool, and one succeeds. If the
 *     starter does, its task is on the way, and {@link #lastTask} waits for it without a time limit.
 * <li>The context closes while a worker becomes idle: the pool looks at {@code closed} before and after it adds. After it, worker and
 *     closing thread both try to remove, and the one that succeeds ends the worker.
 * <li>The engine ends idle threads by throwing out of their wait. The worker leaves as if its time were up. Should a task be on its way,
 *     the worker runs it, and the task's first wait or safepoint meets the end too.
 * <li>The engine may also throw out of a task's body. The exception ends the worker, and {@code finally} the guest thread.
 * </ul>
 *
 * <p>Memory order: the inbox hands over all that the starter wrote before {@link #give}. {@code last} and {@code idleSince} are
 * volatile, and written before the worker is in the pool.
 */
final class Worker {

    /** What threads have in common that can run on the same worker. */
    record Kind(boolean daemon, long stackBytes, boolean virtual) {

        /** Virtual threads are daemons for the JVM, whatever they are for Python, and their stacks grow by themselves. */
        static Kind of(boolean daemon, long stackBytes, boolean virtual) {
            return virtual ? new Kind(true, 0, true) : new Kind(daemon, stackBytes, false);
        }
    }

    /** A guest thread and what it does. */
    static final class Task {
        /** Without a class loader: it is there as long as this class. */
        private static final Task END = new Task(GuestThread.create(), () -> { }, null);

        private final GuestThread guest;
        private final Runnable body;
        private final @Nullable ClassLoader classLoader;

        /** Runs with the context class loader of the calling thread, which starts it. */
        Task(GuestThread guest, Runnable body) {
            this(guest, body, Thread.currentThread().getContextClassLoader());
        }

        private Task(GuestThread guest, Runnable body, @Nullable ClassLoader classLoader) {
            this.guest = guest;
            this.body = body;
            this.classLoader = classLoader;
        }

        GuestThread guest() {
            return guest;
        }
    }

    private static final String IDLE_NAME = "jthreading idle worker";
    /** For so long no other guest thread gets the ids of one that may yet be joined. */
    private static final long RESERVED_NANOS = WorkerPool.KEEP_ALIVE_NANOS / 2;

    private final Kind kind;
    private final WorkerPool pool;
    private final Blocking blocking;
    private final JavaThread javaThread;
    private final ArrayBlockingQueue<Task> inbox = new ArrayBlockingQueue<>(1);
    private volatile @Nullable GuestThread last;
    private volatile long idleSince;

    /** {@code factory} makes the Java thread. */
    Worker(Kind kind, WorkerPool pool, Blocking blocking, Function<Runnable, Thread> factory) {
        this.kind = kind;
        this.pool = pool;
        this.blocking = blocking;
        Thread thread = factory.apply(this::run);
        UncaughtExceptionHandler engines = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((ended, failure) -> {
            endUnbegun();
            if (!GuestThreads.isInterrupt(failure)) {
                engines.uncaughtException(ended, failure);
            }
        });
        this.javaThread = new JavaThread(thread);
    }

    /** The host may interrupt a thread as it enters the context. Then it ends before it has begun. */
    private void endUnbegun() {
        Task unbegun = inbox.poll();
        if (unbegun != null && unbegun != Task.END) {
            pool.endedUnbegun(unbegun.guest);
            pool.gone(this);
        }
    }

    Kind kind() {
        return kind;
    }

    JavaThread javaThread() {
        return javaThread;
    }

    /** Starts the Java thread, on {@code first}. */
    void start(Task first) {
        String name = first.guest.name();
        if (name != null) {
            javaThread.setName(name);
        }
        inbox.add(first);
        javaThread.thread().start();
    }

    /** Whether another thread may run on this worker, which is idle. */
    boolean isFree() {
        GuestThread before = last;
        return before == null || before.areIdsFree() || System.nanoTime() - idleSince > RESERVED_NANOS;
    }

    /** Has an idle worker, which the caller took out of the pool, run {@code task}. */
    void give(Task task) {
        inbox.add(task);
    }

    /** Has an idle worker, which the caller took out of the pool, end. */
    void end() {
        inbox.add(Task.END);
    }

    private void run() {
        try {
            Task task = inbox.remove();
            while (task != Task.END && run(task)) {
                task = next();
            }
        } finally {
            // It is there if something has failed since it became idle.
            pool.remove(this);
            pool.gone(this);
            // It may be known for longer than the application that started it.
            Thread.currentThread().setContextClassLoader(null);
        }
    }

    /** Returns whether there may be more to do. Only the engine throws out of a body, to end the thread. */
    private boolean run(Task task) {
        boolean idle = false;
        try {
            // An idle worker may have been interrupted.
            Thread.interrupted();
            JavaThread.makeLikeNew(task.classLoader);
            task.guest.begin();
            if (last != null) {
                task.guest.beginProcessorTime();
            }
            FlightEvents.started(task.guest);
            task.body.run();
            FlightEvents.ended(task.guest);
            Thread.interrupted();
            last = task.guest;
            idleSince = System.nanoTime();
            // Before the end is known: a thread that waits for it may start the next one at once, on this worker.
            idle = pool.add(this);
        } finally {
            pool.ended(task.guest);
        }
        return idle;
    }

    /** Waits for the next task; {@link Task#END} if none comes in time. */
    private Task next() {
        Task task = inbox.poll();
        if (task == null) {
            task = await();
        }
        return task == null ? lastTask() : task;
    }

    private @Nullable Task await() {
        AtomicReference<@Nullable Task> task = new AtomicReference<>();
        try {
            javaThread.setOwnName(IDLE_NAME);
            Deadline deadline = Deadline.after(WorkerPool.KEEP_ALIVE_NANOS);
            blocking.await(Blocking.Wait.until(() -> !inbox.isEmpty(), () -> {
                task.set(inbox.poll(deadline.remaining(), TimeUnit.NANOSECONDS));
                return task.get() != null;
            }));
        } catch (InterruptedException | RuntimeException | Error end) {
            // The engine ends idle threads in this way. Whatever else fails, a starter may have found this worker.
        }
        return task.get();
    }

    /** {@link Task#END}, unless a starter has taken this worker out of the pool: then the starter's task. */
    private Task lastTask() {
        if (pool.remove(this)) {
            return Task.END;
        }
        boolean interrupted = Thread.interrupted();
        @Nullable Task task = null;
        while (task == null) {
            try {
                task = inbox.take();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return task;
    }
}
