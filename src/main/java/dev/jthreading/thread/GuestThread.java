package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.Lock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread as Python sees it: a thread that Python started, the main thread, or an attached thread.
 *
 * <p>Its life:
 * <ol>
 * <li>{@link #create}: it exists, and has not started.
 * <li>{@link #claim}: {@code start()} has begun. Of two threads that start it, one gets false. From here on the {@linkplain #finishedLock()
 *     finished lock} is held. If the start fails, {@link #unclaim} goes back.
 * <li>{@link #takeJavaThread} says which Java thread it is going to run on: from here on it has an ident. A starter calls this before
 *     the Java thread begins, so whoever sees the thread run sees its ident.
 * <li>{@link #begin}, on that Java thread: the name is set, and what Python wants runs.
 * <li>{@link #finish}, on that Java thread: the attributes of its locals go, it leaves the Java thread, and last of all the finished lock
 *     is released. Whoever joins finds all of that done.
 * </ol>
 * An attached thread is claimed and runs from the beginning. It is finished when the engine or {@link EnteredThreads} notice its end.
 *
 * <p>To join is to take the finished lock and to release it again. Python code that looks behind {@code Thread._tstate_lock} finds this
 * lock.
 */
public final class GuestThread extends ThreadIdentity {

    private enum Phase { NEW, STARTED }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final Lock finished = new Lock();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Lock> sentinels = new ConcurrentLinkedQueue<>();
    private final GuestLocals locals = new GuestLocals(this);
    private final boolean idle;
    private volatile @Nullable Object pythonThread;
    private volatile boolean daemon;
    private volatile @Nullable Boolean virtual;
    private volatile boolean hosted;
    private volatile Event started = new Event();
    private final AtomicBoolean program = new AtomicBoolean();
    private volatile @Nullable String foreignTraceback;
    /** Used by the thread itself only. */
    private long processorNanosBefore;

    private GuestThread(boolean attached, boolean idle) {
        super(attached);
        this.idle = idle;
    }

    /** A thread that has yet to be started. */
    public static GuestThread create() {
        return new GuestThread(false, false);
    }

    /** The Java thread {@code current}, which {@code threading} did not start. */
    public static GuestThread attached(Thread current) {
        return attached(new JavaThread(current), false);
    }

    private static GuestThread attached(JavaThread current, boolean idle) {
        GuestThread guest = new GuestThread(true, idle);
        guest.claim();
        guest.takeJavaThread(current);
        return guest;
    }

    /** What the calling thread is, a worker that is to run another thread, when this one has ended. */
    public GuestThread newIdle() {
        return attached(ownJavaThread(), true);
    }

    /** Whether this is no thread of Python's, but a worker without one. */
    public boolean isIdle() {
        return idle;
    }

    /** Marks the thread as started; false if it was already. The caller starts it, or {@linkplain #unclaim takes it back}. */
    public boolean claim() {
        return phase.compareAndSet(Phase.NEW, Phase.STARTED) && finished.tryAcquire();
    }

    /** Makes the thread unstarted again, because it could not be started. */
    public void unclaim() {
        giveJavaThreadBack();
        finished.release();
        phase.set(Phase.NEW);
    }

    /** It is going to run on the calling thread, which is an application's. */
    void runHosted() {
        hosted = true;
        takeJavaThread(new JavaThread(Thread.currentThread()));
    }

    /** Whether it runs on a thread of an application's. */
    public boolean isHosted() {
        return hosted;
    }

    /** It begins to run, on the calling thread. */
    void begin() {
        ownJavaThread().setOwnName(name());
    }

    /** What the calling thread, which this runs on, has computed for others is not this one's. */
    void beginProcessorTime() {
        if (!Thread.currentThread().isVirtual()) {
            processorNanosBefore = Management.THREADS.getCurrentThreadCpuTime();
        }
    }

    /** Nanoseconds of processor time that this thread, the calling one, has taken; null if the JVM does not tell, as of a virtual one. */
    public @Nullable Long processorNanos() {
        long nanos = Thread.currentThread().isVirtual() ? -1 : Management.THREADS.getCurrentThreadCpuTime();
        return nanos < 0 ? null : nanos - processorNanosBefore;
    }

    /** Loaded when it is needed. */
    private static final class Management {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private Management() { }
    }

    /** What the thread was started for is about to run; returns false if that has run already, or this is no thread that Python started. */
    public boolean beginProgram() {
        return !isAttached() && program.compareAndSet(false, true);
    }

    /** The traceback of the exception that ends the thread, if that is none of Python's. */
    public @Nullable String foreignTraceback() {
        return foreignTraceback;
    }

    public void setForeignTraceback(@Nullable String traceback) {
        foreignTraceback = traceback;
    }

    /** The {@code threading.Thread} for it, if there is one. */
    public @Nullable Object pythonThread() {
        return pythonThread;
    }

    public void setPythonThread(@Nullable Object thread) {
        pythonThread = thread;
    }

    /** Whether Python has anything of the thread: an object for it, or values of locals. */
    boolean isKnownToPython() {
        return pythonThread != null || !locals.isEmpty();
    }

    /** Whether the thread was started and has not ended. */
    public boolean isAlive() {
        Thread current = javaThread();
        boolean alive = finished.isLocked() && (!isAttached() || (current != null && current.isAlive()));
        if (!alive && isStarted()) {
            freeIds();
        }
        return alive;
    }

    /** Whether it is to run on a virtual thread, or null if that is left to the context. */
    @Nullable Boolean isVirtual() {
        return virtual;
    }

    /** Has the thread, which was not started, run on a virtual thread or not. */
    public void setVirtual(boolean onVirtualThread) {
        virtual = onVirtualThread;
    }

    /** Has the interpreter wait for the thread when it ends, or not. */
    public void setDaemon(boolean asDaemon) {
        daemon = asDaemon;
    }

    /** Whether the interpreter may end without waiting for the thread. */
    public boolean isDaemon() {
        return daemon;
    }

    public boolean isStarted() {
        return phase.get() == Phase.STARTED;
    }

    /** What is set once the thread has been started for sure. */
    public Event started() {
        return started;
    }

    /**
     * Makes this thread, which runs already, take the place of {@code planned}, which was never started. Programs need this that put
     * something of their own between {@code start()} and the thread.
     */
    public void standFor(GuestThread planned, boolean asDaemon) {
        started = planned.started;
        daemon = asDaemon;
    }

    /** The lock that is held while the thread runs. */
    public Lock finishedLock() {
        return finished;
    }

    /** Waits for the end of the thread until {@code deadline}; returns whether it has ended. */
    public boolean join(Deadline deadline, Blocking blocking) throws InterruptedException {
        if (!finished.acquire(deadline, blocking, this)) {
            return false;
        }
        finished.release();
        freeIds();
        return true;
    }

    /** Has {@code lock} released at the end of this thread. */
    public void addSentinel(Lock lock) {
        sentinels.add(lock);
    }

    void remember(LocalStorage storage) {
        locals.add(storage);
    }

    /** Lets go those that join the thread, though it goes on: the main thread while the interpreter shuts down. */
    public void signalEnd() {
        // Once: a second release would take the lock from whoever joined and holds it.
        if (ended.compareAndSet(false, true)) {
            finished.release();
        }
    }

    /** For a program that says that the thread has ended, as in the child of a fork: one that runs all the same stays known. */
    public void abandon() {
        Thread current = javaThread();
        if (current != null && current.isAlive()) {
            signalEnd();
        } else {
            finish();
        }
    }

    void dropLocals() {
        locals.drop();
    }

    /** Drops what the thread leaves behind, then lets go those that wait for its end. */
    public void finish() {
        locals.drop();
        pythonThread = null;
        leaveJavaThread();
        signalEnd();
        for (Lock lock = sentinels.poll(); lock != null; lock = sentinels.poll()) {
            lock.release();
        }
    }
}
