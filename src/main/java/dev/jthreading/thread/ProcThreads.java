package dev.jthreading.thread;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Threads by Linux's {@code /proc}. It is preferred there over native calls: it needs no native access, costs microseconds,
 * and names other threads as well. The first native call of a process costs some 80 ms.
 */
final class ProcThreads implements NativeThreads {

    /** A link to "PID/task/TID" of the thread that reads it. */
    private static final Path THREAD_SELF = Path.of("/proc/thread-self");

    static boolean isAvailable() {
        return Files.isSymbolicLink(THREAD_SELF);
    }

    @Override
    public long currentId() {
        try {
            return Long.parseLong(Files.readSymbolicLink(THREAD_SELF).getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setCurrentName(String name) {
        writeName(THREAD_SELF.resolve("comm"), name);
    }

    @Override
    public void setName(long id, String name) {
        writeName(Path.of("/proc/self/task", Long.toString(id), "comm"), name);
    }

    /** Linux gives timers 50 microseconds of slack, which can be set for every thread. */
    @Override
    public void sharpenTimers() {
        try {
            Files.writeString(Path.of("/proc", Long.toString(currentId()), "timerslack_ns"), "1");
        } catch (IOException | UncheckedIOException notAllowed) {
            // Waits end some microseconds later.
        }
    }

    /** There is no file for that. */
    @Override
    public void interruptSystemCall(long id) {
        if (Calls.THREADS != null) {
            Calls.THREADS.interruptSystemCall(id);
        }
    }

    /** Native calls, made ready when they are needed, which for most programs is never. */
    private static final class Calls {
        private static final @Nullable NativeThreads THREADS = NativeCalls.find();

        private Calls() { }
    }

    private static void writeName(Path file, String name) {
        byte[] bytes = NativeThreads.encode(name);
        try {
            // One byte more, the null that ends the name: nothing written is no change.
            Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        } catch (IOException ended) {
            // The thread has ended, or /proc may not be written to: a name is not worth an error.
        }
    }

    @Override
    public byte @Nullable [] currentName() {
        try {
            byte[] line = Files.readAllBytes(THREAD_SELF.resolve("comm"));
            return Arrays.copyOf(line, line.length - 1);
        } catch (IOException e) {
            return null;
        }
    }
}
