package dev.jthreading.sync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spins for a moment before a thread parks, because what it waits for often comes sooner than a wake-up. The operating
 * system takes 20 to 50 microseconds for that.
 */
public final class SpinWait {

    /*
     * Implementation note: who spins, when, and for how long.
     *
     * Who: at most maxSpinners threads of the process at once. SHARED leaves one processor free, so that the threads that
     * are waited for can run. A virtual thread never spins: it would keep its carrier thread from many others. A thread
     * that unparked more than maxSpinners threads since its last wait parks at once, because they need the processors.
     *
     * When: each thread learns from its own waits, in an array of counters:
     *
     *     wait ended while spinning    credit grows by 2, up to 16; the next back-off is 8 waits again
     *     spun in vain                 credit falls by 1
     *     spun in vain at credit 0     the thread parks at once in its next 8 waits; then 16, 32, ... up to 256
     *
     * So a thread that spins in vain more than two times out of three soon parks at once in most of its waits.
     *
     * How long: 30 microseconds, and what has not come by then may take any time. A thread that finds maxSpinners others
     * tries for 1 microsecond to get in: the one that it has just handed something to is about to stop spinning.
     *
     * After: a thread that saw its wait end goes on when another thread begins to wait, or after 4 microseconds. The
     * thread that ended the wait is most often about to wait itself, and still holds the GIL. To go for the GIL at once
     * would mean to park for it. More than 4 microseconds do not help if that thread waits outside of this library.
     *
     * An interrupt, also the one by which the engine calls the thread to a safepoint, ends the spinning and stays set.
     */

    /** The instance for all waits of the process. */
    public static final SpinWait SHARED = new SpinWait(
            Runtime.getRuntime().availableProcessors() - 1, TimeUnit.MICROSECONDS.toNanos(4));

    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(30);
    /** How long a thread tries to be one of those that may spin. */
    private static final long ENTER_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final int MAX_CREDIT = 16;
    private static final int CREDIT_FOR_SUCCESS = 2;
    static final int MIN_BACKOFF = 8;
    private static final int MAX_BACKOFF = 256;

    /** Index of how often the thread may spin in vain or, below zero, in how many waits it has yet to park at once. */
    private static final int CREDIT = 0;
    /** Index of the number of waits in which the thread parks at once when it has no credit left. */
    private static final int BACKOFF = 1;
    /** Index of how many parked threads the thread has unparked since its last wait. */
    private static final int UNPARKED = 2;

    private final int maxSpinners;
    private final long yieldNanos;
    private final AtomicInteger spinners = new AtomicInteger();
    /** How many waits have begun; it may overflow. */
    private final AtomicInteger waitsBegun = new AtomicInteger();
    /** The counters of each thread. Arrays of the JVM's own, so that no thread keeps this library's classes loaded. */
    private final ThreadLocal<int[]> counters = ThreadLocal.withInitial(() -> new int[]{0, MIN_BACKOFF, 0});

    /** Lets {@code maxSpinners} threads spin at once; each lets the one that ended its wait go on for {@code yieldNanos}. */
    SpinWait(int maxSpinners, long yieldNanos) {
        this.maxSpinners = maxSpinners;
        this.yieldNanos = yieldNanos;
    }

    /** Returns when {@code wait} is over, this thread is interrupted, or it is time to park. */
    public void spin(Blocking.Wait wait) {
        int number = waitsBegun.incrementAndGet();
        if (maxSpinners > 0 && !Thread.currentThread().isVirtual() && !wait.isOver()) {
            int[] mine = counters.get();
            int unparked = mine[UNPARKED];
            mine[UNPARKED] = 0;
            if (unparked <= maxSpinners) {
                spinOnCredit(wait, number, mine);
            }
        }
    }

    /** Must be called by a thread that unparks a parked one. */
    void countUnpark() {
        counters.get()[UNPARKED]++;
    }

    /** How many threads spin at this moment. */
    int spinners() {
        return spinners.get();
    }

    private void spinOnCredit(Blocking.Wait wait, int number, int[] mine) {
        if (mine[CREDIT] < 0) {
            mine[CREDIT]++;
        } else if (spinUntilOver(wait, number)) {
            mine[CREDIT] = Math.min(mine[CREDIT] + CREDIT_FOR_SUCCESS, MAX_CREDIT);
            mine[BACKOFF] = MIN_BACKOFF;
        } else if (mine[CREDIT] > 0) {
            mine[CREDIT]--;
        } else {
            mine[CREDIT] = -mine[BACKOFF];
            mine[BACKOFF] = Math.min(2 * mine[BACKOFF], MAX_BACKOFF);
        }
    }

    /** Spins for a limited time; returns whether {@code wait} is over. */
    private boolean spinUntilOver(Blocking.Wait wait, int number) {
        Thread current = Thread.currentThread();
        long began = System.nanoTime();
        boolean entered = tryEnter();
        try {
            boolean over;
            long elapsed;
            do {
                Thread.onSpinWait();
                entered = entered || tryEnter();
                over = wait.isOver();
                elapsed = System.nanoTime() - began;
            } while (!over && !current.isInterrupted() && elapsed < (entered ? SPIN_NANOS : ENTER_NANOS));
            if (over && entered) {
                awaitNextWait(number);
            }
            return over;
        } finally {
            // Also after a stack overflow: each count that stayed would leave one spinner less for the whole process.
            if (entered) {
                spinners.decrementAndGet();
            }
        }
    }

    /** Returns when a wait after the one with {@code number} has begun, or it is time to go on. */
    private void awaitNextWait(int number) {
        long began = System.nanoTime();
        while (waitsBegun.get() == number && System.nanoTime() - began < yieldNanos) {
            Thread.onSpinWait();
        }
    }

    private boolean tryEnter() {
        int before = spinners.get();
        return before < maxSpinners && spinners.compareAndSet(before, before + 1);
    }
}
