package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.Names;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a guest thread: its names and ids, and the Java thread that has them as long as it runs.
 *
 * <p>There are three names: Python's, the Java thread's, and the operating system's. Python's is what a program set. The other
 * two follow it, unless Python found the thread and did not start it.
 */
abstract sealed class ThreadIdentity permits GuestThread {

    private final boolean attached;
    /** Null before the start, and after the end: the Java thread may then run another. */
    private volatile @Nullable JavaThread javaThread;
    private volatile long ident;
    private volatile long nativeId;
    /** Set when {@link #nativeId} is known, or will never be. */
    private final Event running = new Event();
    private volatile @Nullable String name;
    private volatile boolean idsAreFree;

    /** {@code attached} says that Python does not start the thread. */
    ThreadIdentity(boolean attached) {
        this.attached = attached;
    }

    /** It runs on {@code current}, or is going to. */
    final void takeJavaThread(JavaThread current) {
        javaThread = current;
        ident = current.thread().threadId();
    }

    /** It will not run on the Java thread that it was to run on. */
    final void giveJavaThreadBack() {
        javaThread = null;
        ident = 0;
    }

    /** It has ended. A name set later must not show on a Java thread that runs something else by then. */
    final synchronized void leaveJavaThread() {
        JavaThread current = javaThread;
        // The engine keeps what is a thread's for as long as anything, this among it, keeps the thread.
        if (!attached || (current != null && !current.thread().isAlive())) {
            javaThread = null;
        }
        running.set();
    }

    /** For the thread itself; after its end, on the way out, it may still wait. */
    final JavaThread ownJavaThread() {
        JavaThread current = javaThread;
        return current == null ? new JavaThread(Thread.currentThread()) : current;
    }

    /** The Java thread that runs it; null before the start and after the end. */
    public final @Nullable Thread javaThread() {
        JavaThread current = javaThread;
        return current == null ? null : current.thread();
    }

    /** Whether it is a Java thread that came into the context, or the main thread. */
    public final boolean isAttached() {
        return attached;
    }

    /** Python's {@code ident}, 0 before the start. */
    public final long ident() {
        return ident;
    }

    /** From now on another thread may have this one's ids: nobody is going to ask for its end, or somebody knows of it. */
    public final void freeIds() {
        idsAreFree = true;
    }

    /**
     * Whether, after its end, another thread may have its ids at once. If it could always, a program that has yet to join both would
     * take them for one.
     */
    final boolean areIdsFree() {
        return idsAreFree;
    }

    /** The operating system's thread id, 0 as long as the thread has not run. */
    public final long nativeId() {
        return nativeId;
    }

    /** The operating system's thread id of a started thread, waiting until it runs. */
    public final long awaitNativeId(Blocking blocking) throws InterruptedException {
        running.await(Deadline.NEVER, blocking);
        return nativeId;
    }

    /** Asks the operating system for the id of the calling thread, which must be this one. */
    public final long learnNativeId() {
        if (nativeId == 0) {
            nativeId = ownJavaThread().learnNativeId();
            running.set();
        }
        return nativeId;
    }

    /** Has the thread come out of a system call that it is in, if it is. */
    final void interruptSystemCall() {
        JavaThread current = javaThread;
        if (current != null) {
            current.interruptSystemCall();
        }
    }

    /** Prepares the calling thread, which must be this one, for a wait that is to end on time. */
    public final void expectTimedWait() {
        ownJavaThread().expectTimedWait();
    }

    /** Python's name; null if it has not set one. */
    final @Nullable String name() {
        return name;
    }

    /** What Python calls the thread, or else what Java does. */
    public final String displayName() {
        String pythonName = name;
        JavaThread current = javaThread;
        return pythonName != null ? pythonName : current == null ? "" : current.thread().getName();
    }

    /** The Java name of an attached thread; null if it has none, or this is another. */
    public final @Nullable String attachedName() {
        JavaThread current = javaThread;
        return !attached || current == null || current.thread().getName().isEmpty() ? null : current.thread().getName();
    }

    /** Sets Python's name alone: that of a thread that Python found and did not start. */
    public final void setPythonName(String pythonName) {
        name = pythonName;
    }

    /** Sets Python's name, and gives it to the Java thread and the operating system's that Python starts: now, or at the start. */
    public final synchronized void setName(String newName) {
        name = newName;
        JavaThread current = javaThread;
        if (current != null && !attached) {
            current.setName(newName);
        }
    }

    /** Sets the name that the operating system shows for this thread, which must be the calling one. */
    public final void setSystemName(String newName) {
        ownJavaThread().setSystemName(newName);
    }

    /** The bytes of the name that the operating system shows for this thread, the calling one; null where there is no telling. */
    public final byte @Nullable [] systemName() {
        return ownJavaThread().systemName();
    }

    /** What the JVM's tools say that those wait for who join it. */
    @Override
    public final String toString() {
        return "<threading.Thread " + Names.quoted(displayName(), '\'') + " ident=" + ident + ">";
    }
}
