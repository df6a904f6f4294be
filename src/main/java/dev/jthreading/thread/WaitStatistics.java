package dev.jthreading.thread;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.QueuedLock;
import dev.jthreading.sync.Semaphore;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts the waits of one context's threads, and has Java Flight Recorder record them. An operation that does not wait is not counted. */
public final class WaitStatistics {

    private final LongAdder contendedAcquires = new LongAdder();
    private final LongAccumulator longestWaitNanos = new LongAccumulator(Math::max, 0);

    /** Waits for {@code synchronizer}, as {@code thread}, which is the calling one. */
    public boolean measure(Object synchronizer, GuestThread thread, Blocking.Wait wait) throws InterruptedException {
        FlightEvents.WaitEvent event = FlightEvents.beginWait(synchronizer);
        long began = System.nanoTime();
        boolean success = false;
        try {
            success = wait.await();
            return success;
        } finally {
            longestWaitNanos.accumulate(System.nanoTime() - began);
            if (synchronizer instanceof QueuedLock || synchronizer instanceof Semaphore) {
                contendedAcquires.increment();
            }
            if (event != null) {
                FlightEvents.end(event, synchronizer, thread, success);
            }
        }
    }

    /** How often a lock or a semaphore could not be acquired at once. */
    public long contendedAcquires() {
        return contendedAcquires.sum();
    }

    /** The longest wait that has ended, in nanoseconds, whatever it was for. */
    public long longestWaitNanos() {
        return longestWaitNanos.get();
    }
}
