package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Java thread that runs guest threads, one after the other: to start one on a worker that is idle takes a small part
 * of the time that a new Java thread takes to get into the context.
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
        private static final Task END = new Task(GuestThread.create(), () -> { });

        private final GuestThread guest;
        private final Runnable body;
        /** That of the thread that starts it. */
        private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

        Task(GuestThread guest, Runnable body) {
            this.guest = guest;
            this.body = body;
        }

        GuestThread guest() {
            return guest;
        }
    }

    private static final String IDLE_NAME = "jthreading idle worker";
    /** After so long nobody takes two threads for one because they have the same ids. */
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
        this.javaThread = new JavaThread(factory.apply(this::run));
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
            pool.gone(this);
        }
    }

    /** Returns whether there may be more to do. What throws out of a body is the engine, which ends the thread so. */
    private boolean run(Task task) {
        boolean idle = false;
        try {
            // An idle worker may have been interrupted.
            Thread.interrupted();
            JavaThread.makeLikeNew(task.classLoader);
            task.guest.begin();
            FlightEvents.started(task.guest);
            task.body.run();
            FlightEvents.ended(task.guest);
            Thread.interrupted();
            last = task.guest;
            idleSince = System.nanoTime();
            // Before the end is known: whoever waits for it may start the next thread at once.
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
            javaThread.setOwnName(IDLE_NAME);
            task = await(Deadline.after(WorkerPool.KEEP_ALIVE_NANOS));
        }
        return task == null ? lastTask() : task;
    }

    private @Nullable Task await(Deadline deadline) {
        AtomicReference<@Nullable Task> task = new AtomicReference<>();
        try {
            blocking.await(Blocking.Wait.until(() -> !inbox.isEmpty(), () -> {
                task.set(inbox.poll(deadline.remaining(), TimeUnit.NANOSECONDS));
                return task.get() != null;
            }));
        } catch (InterruptedException | RuntimeException | Error end) {
            // The engine ends idle threads so. Should a task be on its way, its first wait or safepoint meets the end too.
        }
        return task.get();
    }

    /** What a starter has for this worker, having taken it out of the pool before it could go. */
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
