package dev.jthreading.thread;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Thread ids of the operating system. */
final class NativeIds {

    /** A link to "PID/task/TID" of whoever reads it (Linux). */
    private static final Path THREAD_SELF = Path.of("/proc/thread-self");

    private NativeIds() { }

    /** The calling thread's id; where the operating system does not tell, its Java thread id. */
    static long current() {
        try {
            return Long.parseLong(Files.readSymbolicLink(THREAD_SELF).getFileName().toString());
        } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
            return Thread.currentThread().threadId();
        }
    }
}
