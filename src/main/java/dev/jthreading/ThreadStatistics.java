package dev.jthreading;

import java.time.Duration;

/**
 * Counts of one context's Python threads.
 *
 * @param live threads that run now, the main thread and Java threads that have been in the context among them
 * @param daemon those of them that the interpreter does not wait for when it ends
 * @param started how many threads Python has started
 * @param peak the most threads started by Python that have run at once
 * @param idleWorkers Java threads that wait for the next Python thread
 * @param contendedAcquires how many waits to acquire a Lock, RLock or Semaphore have ended, whether it was acquired or not
 * @param longestWait the longest of the waits that have ended: for a synchronizer, a queue or the end of a thread; sleeps do not count
 */
public record ThreadStatistics(int live, int daemon, long started, int peak, int idleWorkers, long contendedAcquires,
        Duration longestWait) { }
