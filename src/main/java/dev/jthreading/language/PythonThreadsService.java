package dev.jthreading.language;

import dev.jthreading.PythonThread;
import dev.jthreading.PythonThreads;
import dev.jthreading.ThreadDump;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.UncaughtExceptionListener;
import java.util.List;
import java.util.concurrent.Executor;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** How {@link PythonThreads}, which is what applications use, reaches the context that the calling thread has entered. */
public interface PythonThreadsService {

    /** Whether the module is in place. */
    boolean isInstalled();

    /** See {@link PythonThreads#list}. */
    List<PythonThread> list();

    /** See {@link PythonThreads#statistics}. */
    ThreadStatistics statistics();

    /** See {@link PythonThreads#dump}. */
    ThreadDump dump();

    /** See {@link PythonThreads#interrupt}. */
    void interrupt(long ident, Value exception);

    /** See {@link PythonThreads#setExecutor}; returns true. */
    boolean setExecutor(Executor executor);

    /** See {@link PythonThreads#setUncaughtExceptionListener}; returns true. */
    boolean setUncaughtExceptionListener(@Nullable UncaughtExceptionListener listener);
}
