package dev.jthreading.sync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for a moment whether a wait ends, before its thread is parked: what threads hand to each other often comes sooner than
 * the operating system, which takes 20 to 50 microseconds, wakes a thread up.
 *
 * <p>Of all threads of the process at most as many look at once as leave one processor free. A thread that looks in vain more often
 * than every other time parks at once, and looks again after more and more waits. One that has just woken several others parks
 * at once too: they need the processors.
 *
 * <p>A thread that saw its wait end goes on when a thread has begun to wait after it, or after 4 microseconds. The one that
 * ended the wait is most often about to wait itself and still holds the interpreter lock: to go for that at once would be to park
 * after all. To let it go on for longer would do it no good when what it waits for next is none of this library's: it would then
 * be fast asleep when this thread has something for it.
 */
public final class SpinWait {

    /** That of the process. */
    public static final SpinWait SHARED = new SpinWait(
            Runtime.getRuntime().availableProcessors() - 1, TimeUnit.MICROSECONDS.toNanos(4));

    /** What has not come after so long may take any time. */
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(30);
    /** How long a thread tries to find a place: the one that it handed something to is just leaving. */
    private static final long ENTER_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final int MOST_CREDIT = 16;
    private static final int REWARD = 2;
    static final int FIRST_PAUSE = 8;
    private static final int LONGEST_PAUSE = 256;

    /** How often the thread may look in vain or, below zero, how many waits it has yet to park at once. */
    private static final int CREDIT = 0;
    /** How many those will be when there is no credit left. */
    private static final int PAUSE = 1;
    /** Parked threads that the thread has woken since it last had to wait. */
    private static final int WOKEN = 2;

    private final int places;
    private final long yieldNanos;
    private final AtomicInteger taken = new AtomicInteger();
    /** How many waits have begun, as far as an integer tells them apart. */
    private final AtomicInteger begun = new AtomicInteger();
    /** Arrays of the JVM's own, so that no thread keeps a class of this library from being unloaded. */
    private final ThreadLocal<int[]> records = ThreadLocal.withInitial(() -> new int[]{0, FIRST_PAUSE, 0});

    /**
     * For at most {@code places} threads at once, which let the one that ended their wait go on for at most {@code yieldNanos}.
     */
    SpinWait(int places, long yieldNanos) {
        this.places = places;
        this.yieldNanos = yieldNanos;
    }

    /** Returns when {@code wait} is over, this thread is interrupted, or it is time to park. */
    public void spin(Blocking.Wait wait) {
        int number = begun.incrementAndGet();
        // A virtual thread would keep its carrier from many others.
        if (places > 0 && !Thread.currentThread().isVirtual() && !wait.isOver()) {
            int[] mine = records.get();
            int woken = mine[WOKEN];
            mine[WOKEN] = 0;
            if (woken <= places) {
                spin(wait, number, mine);
            }
        }
    }

    /** To be called by a thread that wakes one which is parked. */
    void woken() {
        records.get()[WOKEN]++;
    }

    /** How many threads look at this moment. */
    int looking() {
        return taken.get();
    }

    private void spin(Blocking.Wait wait, int number, int[] mine) {
        if (mine[CREDIT] < 0) {
            mine[CREDIT]++;
        } else if (look(wait, number)) {
            mine[CREDIT] = Math.min(mine[CREDIT] + REWARD, MOST_CREDIT);
            mine[PAUSE] = FIRST_PAUSE;
        } else if (mine[CREDIT] > 0) {
            mine[CREDIT]--;
        } else {
            mine[CREDIT] = -mine[PAUSE];
            mine[PAUSE] = Math.min(2 * mine[PAUSE], LONGEST_PAUSE);
        }
    }

    private boolean look(Blocking.Wait wait, int number) {
        Thread current = Thread.currentThread();
        long began = System.nanoTime();
        boolean entered = enter();
        try {
            boolean over;
            long elapsed;
            do {
                Thread.onSpinWait();
                entered = entered || enter();
                over = wait.isOver();
                elapsed = System.nanoTime() - began;
            } while (!over && !current.isInterrupted() && elapsed < (entered ? LOOK_NANOS : ENTER_NANOS));
            if (over && entered) {
                awaitWaitAfter(number);
            }
            return over;
        } finally {
            // Also at the end of the stack: a place that is not given back is lost for the process.
            if (entered) {
                taken.decrementAndGet();
            }
        }
    }

    /** Returns when a wait after that with {@code number} has begun, or it is time to go on. */
    private void awaitWaitAfter(int number) {
        long began = System.nanoTime();
        while (begun.get() == number && System.nanoTime() - began < yieldNanos) {
            Thread.onSpinWait();
        }
    }

    private boolean enter() {
        int before = taken.get();
        return before < places && taken.compareAndSet(before, before + 1);
    }
}
