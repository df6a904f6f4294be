package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.Lock;
import dev.jthreading.sync.Names;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread as Python sees it: a thread that Python started, or a Java thread that came into the context.
 *
 * <p>The {@link #finished} lock is held while the thread runs. Joining is taking and freeing it, and Python code that
 * looks behind {@code Thread._tstate_lock} finds this lock.
 */
public final class GuestThread {

    private enum Phase { NEW, STARTED }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final Lock finished = new Lock();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Lock> sentinels = new ConcurrentLinkedQueue<>();
    private final Object storagesLock = new Object();
    /** Touched by the thread itself, and by whoever disposes of it after its end; null as long as it has none. */
    private @Nullable Set<LocalStorage> storages;
    private final boolean attached;
    private final boolean idle;
    /** Null before the start, and after the end: the Java thread may then run another. */
    private volatile @Nullable JavaThread javaThread;
    private volatile long ident;
    private volatile @Nullable Object pythonThread;
    private volatile @Nullable String name;
    private volatile boolean daemon;
    private volatile @Nullable Boolean virtual;
    private volatile boolean idsAreFree;
    private volatile boolean hosted;
    private final Event running = new Event();
    private volatile Event started = new Event();
    private volatile long nativeId;
    private final AtomicBoolean program = new AtomicBoolean();
    private volatile @Nullable String foreignTraceback;

    private GuestThread(boolean attached, boolean idle) {
        this.attached = attached;
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

    private static GuestThread attached(JavaThread javaThread, boolean idle) {
        GuestThread guest = new GuestThread(true, idle);
        guest.claim();
        guest.javaThread = javaThread;
        guest.ident = javaThread.thread().threadId();
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
        javaThread = null;
        ident = 0;
        finished.release();
        phase.set(Phase.NEW);
    }

    /** It is going to run on {@code worker}. */
    void run(JavaThread worker, boolean asDaemon) {
        javaThread = worker;
        ident = worker.thread().threadId();
        daemon = asDaemon;
    }

    /** It is going to run on the calling thread, which is an application's. */
    void runHosted(boolean asDaemon) {
        hosted = true;
        run(new JavaThread(Thread.currentThread()), asDaemon);
    }

    /** Whether it runs on a thread of an application's. */
    public boolean isHosted() {
        return hosted;
    }

    /** It begins to run, on the calling thread. */
    void begin() {
        ownJavaThread().setOwnName(name);
    }

    /** What the thread was started for is about to run; returns false if that has run already, or this is no thread that Python started. */
    public boolean beginProgram() {
        return !attached && program.compareAndSet(false, true);
    }

    /** The traceback of the exception that ends the thread, if that is none of Python's. */
    public @Nullable String foreignTraceback() {
        return foreignTraceback;
    }

    public void setForeignTraceback(@Nullable String traceback) {
        foreignTraceback = traceback;
    }

    /** For the thread itself; after its end, on the way out, it may still wait. */
    private JavaThread ownJavaThread() {
        JavaThread current = javaThread;
        return current == null ? new JavaThread(Thread.currentThread()) : current;
    }

    /** Python's {@code ident}, 0 before the start. */
    public long ident() {
        return ident;
    }

    @Nullable String name() {
        return name;
    }

    /** What Python calls the thread, or else what Java does. */
    public String displayName() {
        String called = name;
        JavaThread current = javaThread;
        return called != null ? called : current == null ? "" : current.thread().getName();
    }

    /** The Java name of a thread that {@code threading} did not start; null if it has none, or this is another. */
    public @Nullable String attachedName() {
        JavaThread current = javaThread;
        return !attached || current == null || current.thread().getName().isEmpty() ? null : current.thread().getName();
    }

    /** Calls the thread {@code pythonName} without renaming Java's: one that Python found and did not start. */
    public void setPythonName(String pythonName) {
        name = pythonName;
    }

    /** The Java thread that runs it; null before the start and after the end. */
    @Nullable Thread javaThread() {
        JavaThread current = javaThread;
        return current == null ? null : current.thread();
    }

    /** Whether it is a Java thread that came into the context, or the main thread. */
    public boolean isAttached() {
        return attached;
    }

    /** The operating system's thread id, 0 as long as the thread has not run. */
    public long nativeId() {
        return nativeId;
    }

    /** The operating system's thread id of a started thread, waiting until it runs. */
    public long awaitNativeId(Blocking blocking) throws InterruptedException {
        running.await(Deadline.NEVER, blocking);
        return nativeId;
    }

    /** Asks the operating system for the id of the calling thread, which must be this one. */
    public long learnNativeId() {
        if (nativeId == 0) {
            nativeId = ownJavaThread().learnNativeId();
            running.set();
        }
        return nativeId;
    }

    /** Has the thread come out of a system call that it is in, if it is. */
    void interruptSystemCall() {
        JavaThread current = javaThread;
        if (current != null) {
            current.interruptSystemCall();
        }
    }

    /** Prepares the calling thread, which must be this one, for a wait that is to end on time. */
    public void expectTimedWait() {
        ownJavaThread().expectTimedWait();
    }

    /** The {@code threading.Thread} for it, if there is one. */
    public @Nullable Object pythonThread() {
        return pythonThread;
    }

    public void setPythonThread(@Nullable Object thread) {
        pythonThread = thread;
    }

    /** Gives the Java thread, and the operating system's, Python's name: now, or when it starts. */
    public synchronized void setName(String newName) {
        name = newName;
        JavaThread current = javaThread;
        if (current != null) {
            current.setName(newName);
        }
    }

    /** Whether the thread was started and has not ended. */
    public boolean isAlive() {
        JavaThread current = javaThread;
        boolean alive = finished.isLocked() && (!attached || (current != null && current.thread().isAlive()));
        if (!alive && isStarted()) {
            idsAreFree = true;
        }
        return alive;
    }

    /** Nobody is going to ask for the end of this thread. */
    public void freeIds() {
        idsAreFree = true;
    }

    /**
     * Whether, after its end, another thread may have this one's ids at once: because somebody knows of the end, or nobody
     * will ask. Programs take threads that they have yet to join for different ones.
     */
    boolean areIdsFree() {
        return idsAreFree;
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
     * Makes this thread, which runs already, the one that {@code planned}, which was never started, was to be: a program put something
     * of its own between the start of a thread and what it does.
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
        idsAreFree = true;
        return true;
    }

    /** Has {@code lock} released at the end of this thread. */
    public void addSentinel(Lock lock) {
        sentinels.add(lock);
    }

    void remember(LocalStorage storage) {
        synchronized (storagesLock) {
            Set<LocalStorage> known = storages;
            if (known == null) {
                known = Collections.newSetFromMap(new WeakHashMap<>());
                storages = known;
            }
            known.add(storage);
        }
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

    /** Drops what the thread leaves behind, then lets go those that wait for its end. */
    public void finish() {
        forgetStorages();
        pythonThread = null;
        leaveJavaThread();
        running.set();
        signalEnd();
        for (Lock lock = sentinels.poll(); lock != null; lock = sentinels.poll()) {
            lock.release();
        }
    }

    private void forgetStorages() {
        synchronized (storagesLock) {
            Set<LocalStorage> known = storages;
            if (known != null) {
                known.forEach(storage -> storage.remove(this));
                storages = null;
            }
        }
    }

    /** What the JVM's tools say that those wait for who join it. */
    @Override
    public String toString() {
        return "<threading.Thread " + Names.quoted(displayName(), '\'') + " ident=" + ident + ">";
    }

    /** A name set later must not show on a Java thread that runs something else by then. */
    private synchronized void leaveJavaThread() {
        JavaThread current = javaThread;
        // The engine keeps what is a thread's for as long as anything, this among it, keeps the thread.
        if (!attached || (current != null && !current.thread().isAlive())) {
            javaThread = null;
        }
    }
}
