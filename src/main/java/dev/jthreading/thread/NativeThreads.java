package dev.jthreading.thread;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the operating system knows of threads: their ids and names. */
interface NativeThreads {

    /** The longest name of a thread on Linux. */
    int LINUX_NAME_BYTES = 15;

    /** The operating system's id of the calling thread. */
    long currentId();

    /** Has the operating system show {@code name}, cut to what it can, for the calling thread. */
    void setCurrentName(String name);

    /** Has the operating system show {@code name} for the thread with that id, if it can name other threads. */
    void setName(long id, String name);

    /** The name that the operating system shows for the calling thread, in bytes; null where it cannot be told. */
    byte @Nullable [] currentName();

    /** Has the operating system end the calling thread's timed waits on time. It may else delay wake-ups to do several at once. */
    default void sharpenTimers() { }

    /**
     * Interrupts the system call in which the thread of this process with that id waits, as a signal with a handler does. Does nothing
     * where that cannot be done.
     */
    default void interruptSystemCall(long id) { }

    /** A name as native code takes it, which ends at the first null character. */
    static String untilNull(String name) {
        int end = name.indexOf('\0');
        return end < 0 ? name : name.substring(0, end);
    }

    /** A name as Linux has it. */
    static byte[] encode(String name) {
        byte[] bytes = untilNull(name).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, Math.min(bytes.length, LINUX_NAME_BYTES));
    }

    /** Whether the JVM, which hands a thread's name on to the operating system, writes it differently from native code. */
    static boolean differsFromJava(String name) {
        // At each start of a thread: a stream would cost more than all that is in it.
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    /** The best that this machine and the JVM's permissions offer. */
    static NativeThreads choose() {
        if (ProcThreads.isAvailable()) {
            return new ProcThreads();
        }
        NativeThreads calls = NativeCalls.find();
        return calls == null ? new JavaOnlyThreads() : calls;
    }
}
