package dev.jthreading;

/**
 * Counts of one context's Python threads, for management tools; see {@link ThreadStatistics}. Its name is
 * {@code dev.jthreading:type=PythonThreads,context=N}. Each interpreter has one too. It is registered when the second thread comes, and
 * unregistered when the context is closed. N counts registrations in the JVM, and is no context's or interpreter's id.
 */
public interface PythonThreadsMXBean {

    /** {@return how many threads run now} */
    int getLiveThreadCount();

    /** {@return how many threads run now that the interpreter does not wait for when it ends} */
    int getDaemonThreadCount();

    /** {@return how many threads Python has started} */
    long getStartedThreadCount();

    /** {@return the most threads started by Python that have run at once} */
    int getPeakThreadCount();

    /** {@return how many Java threads wait for the next Python thread} */
    int getIdleWorkerCount();

    /** {@return how many waits to acquire a Lock, RLock or Semaphore have ended, whether it was acquired or not} */
    long getContendedAcquireCount();

    /** {@return the longest wait that has ended, in nanoseconds} */
    long getLongestWaitNanos();

    /** {@return the threads that run now, a line each; see {@link PythonThread}} */
    String[] getThreads();
}
