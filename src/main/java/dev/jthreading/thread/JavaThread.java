package dev.jthreading.thread;

import dev.jthreading.sync.Names;
import org.jspecify.annotations.Nullable;

/** The Java thread under a guest thread, and what the operating system was told and asked about it. */
final class JavaThread {

    private static final NativeThreads SYSTEM = NativeThreads.choose();

    private final Thread thread;
    private final String ownName;
    private volatile long nativeId;
    /** What the operating system would show of a virtual thread. */
    private volatile @Nullable String virtualName;
    /** Used by the thread itself only. */
    private boolean timersAreSharp;

    JavaThread(Thread thread) {
        this.thread = thread;
        this.ownName = thread.getName();
    }

    /** Gives the calling thread what a new one has, as far as Java allows: its thread-local variables stay. */
    @SuppressWarnings({"ReferenceEquality", "ThreadPriorityCheck"})
    static void makeLikeNew(@Nullable ClassLoader classLoader) {
        Thread current = Thread.currentThread();
        if (current.getPriority() != Thread.NORM_PRIORITY) {
            current.setPriority(Thread.NORM_PRIORITY);
        }
        if (current.getContextClassLoader() != classLoader) {
            current.setContextClassLoader(classLoader);
        }
    }

    /** The name that Java shows: up to a null character, and without what moves a terminal's cursor. The system has it whole. */
    private static String shown(String name) {
        return Names.printable(NativeThreads.untilNull(name));
    }

    Thread thread() {
        return thread;
    }

    /** The operating system's id of the calling thread, which must be this one; a virtual thread has only Java's. */
    long learnNativeId() {
        if (nativeId == 0) {
            nativeId = thread.isVirtual() ? thread.threadId() : SYSTEM.currentId();
        }
        return nativeId;
    }

    /** Names the calling thread, which must be this one; null gives its own name back. */
    void setOwnName(@Nullable String name) {
        String whole = name == null ? ownName : name;
        String shown = name == null ? ownName : shown(name);
        thread.setName(shown);
        virtualName = whole;
        if (!thread.isVirtual() && (!shown.equals(whole) || NativeThreads.differsFromJava(whole))) {
            SYSTEM.setCurrentName(whole);
        }
    }

    /** Names the thread, from any thread. */
    void setName(String name) {
        thread.setName(shown(name));
        virtualName = name;
        if (!thread.isVirtual() && nativeId != 0 && thread.isAlive()) {
            SYSTEM.setName(nativeId, name);
        }
    }

    /** Sets the name that the operating system shows for the calling thread, which must be this one; of a virtual one, Java does. */
    void setSystemName(String name) {
        if (thread.isVirtual()) {
            setName(name);
        } else {
            SYSTEM.setCurrentName(name);
        }
    }

    /** The bytes of the name that the operating system shows, or would, for the calling thread; null where there is no telling. */
    byte @Nullable [] systemName() {
        if (!thread.isVirtual()) {
            return SYSTEM.currentName();
        }
        String name = virtualName;
        // The application may have named the Java thread since.
        return NativeThreads.encode(name != null && shown(name).equals(thread.getName()) ? name : thread.getName());
    }

    /** Interrupts the system call that the thread is in, if it is in one. For Java a thread in a system call runs. */
    void interruptSystemCall() {
        if (!thread.isVirtual() && nativeId != 0 && thread.getState() == Thread.State.RUNNABLE) {
            SYSTEM.interruptSystemCall(nativeId);
        }
    }

    /** Prepares the calling thread, which must be this one, for a wait that is to end on time. */
    void expectTimedWait() {
        if (!timersAreSharp && !thread.isVirtual()) {
            timersAreSharp = true;
            SYSTEM.sharpenTimers();
        }
    }
}
