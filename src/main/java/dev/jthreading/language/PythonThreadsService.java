package dev.jthreading.language;

import dev.jthreading.PythonThread;
import dev.jthreading.ThreadDump;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.UncaughtExceptionListener;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.Executor;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** How {@code dev.jthreading.PythonThreads}, which applications use, reaches the context that the calling thread has entered. */
public interface PythonThreadsService {

    /** Whether the module is in place. */
    boolean isInstalled();

    /** How to reach each of the interpreters, by id. */
    NavigableMap<Long, PythonThreadsService> interpreters();

    /** Whether something runs in the interpreter's {@code __main__}. */
    boolean isRunning();

    /** The threads that run now, the main thread first. */
    List<PythonThread> list();

    /** Counts of threads and waits, of one moment. */
    ThreadStatistics statistics();

    /** What each thread is doing. */
    ThreadDump dump();

    /** Raises {@code exception} in the thread with that ident; throws what is documented there. */
    void interrupt(long ident, Value exception);

    /** Has threads that start from now on run on {@code executor}'s threads. */
    void setExecutor(Executor executor);

    /** Has {@code listener} hear of exceptions that end Python threads; null for none. */
    void setUncaughtExceptionListener(@Nullable UncaughtExceptionListener listener);
}
