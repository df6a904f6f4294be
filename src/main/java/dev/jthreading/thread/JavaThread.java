package dev.jthreading.thread;

import dev.jthreading.sync.Names;
import org.jspecify.annotations.Nullable;

/** The Java thread under a guest thread, and what the operating system was told and asked about it. */
final class JavaThread {

    private final Thread thread;
    private final String ownName;
    private volatile long nativeId;
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

    /** The name that Java and the operating system show: up to a null character, and without what moves a terminal's cursor. */
    private static String shown(String name) {
        int end = name.indexOf(0);
        return Names.printable(end < 0 ? name : name.substring(0, end));
    }

    Thread thread() {
        return thread;
    }

    /** The operating system's id of the calling thread, which must be this one; a virtual thread has only Java's. */
    long learnNativeId() {
        if (nativeId == 0) {
            nativeId = thread.isVirtual() ? thread.threadId() : NativeThreads.SYSTEM.currentId();
        }
        return nativeId;
    }

    /** Names the calling thread, which must be this one; null gives its own name back. */
    void setOwnName(@Nullable String name) {
        String shown = name == null ? ownName : shown(name);
        thread.setName(shown);
        if (!thread.isVirtual() && NativeThreads.differsFromJava(shown)) {
            NativeThreads.SYSTEM.setCurrentName(shown);
        }
    }

    /** Names the thread, from any thread. */
    void setName(String name) {
        String shown = shown(name);
        thread.setName(shown);
        if (!thread.isVirtual() && nativeId != 0 && thread.isAlive()) {
            NativeThreads.SYSTEM.setName(nativeId, shown);
        }
    }

    /** Interrupts the system call that the thread is in, if it is in one. For Java a thread in a system call runs. */
    void interruptSystemCall() {
        if (!thread.isVirtual() && nativeId != 0 && thread.getState() == Thread.State.RUNNABLE) {
            NativeThreads.SYSTEM.interruptSystemCall(nativeId);
        }
    }

    /** Prepares the calling thread, which must be this one, for a wait that is to end on time. */
    void expectTimedWait() {
        if (!timersAreSharp && !thread.isVirtual()) {
            timersAreSharp = true;
            NativeThreads.SYSTEM.sharpenTimers();
        }
    }
}
