package dev.jthreading;

/**
 * Counts of one context's Python threads, for management tools; see {@link ThreadStatistics}. Its name is
 * {@code dev.jthreading:type=PythonThreads,context=N}. It is registered when the context's second thread comes, and
 * unregistered when the context is closed.
 */
public interface PythonThreadsMXBean {

    /** Threads that run now. */
    int getLiveThreadCount();

    /** Threads that run now and that the interpreter does not wait for when it ends. */
    int getDaemonThreadCount();

    /** Threads that Python has started. */
    long getStartedThreadCount();

    /** The most threads started by Python that have run at once. */
    int getPeakThreadCount();

    /** Java threads that wait for the next Python thread. */
    int getIdleWorkerCount();

    /** How often a Lock, RLock or Semaphore could not be acquired at once. */
    long getContendedAcquireCount();

    /** The longest wait that has ended, in nanoseconds. */
    long getLongestWaitNanos();

    /** The threads that run now, a line each; see {@link PythonThread}. */
    String[] getThreads();
}
