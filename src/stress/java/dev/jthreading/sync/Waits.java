package dev.jthreading.sync;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How the actors wait. No wait is without end: one that nobody ended in time came to {@link #LOST}, which no test accepts.
 * So a lost wake-up is a forbidden outcome and not a test that hangs.
 */
final class Waits {

    static final String YES = "yes";
    static final String NO = "no";
    static final String INTERRUPTED = "interrupted";
    static final String LOST = "lost";

    private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_SPINS = 300;
    private static final int SPINS_PER_PAUSE = 1_000;
    /** One wait in so many parks. The others spin, which gives far more samples. */
    private static final int PARK_RATIO = 8;

    private static final Blocking SPIN = new JavaBlocking() {
        @Override
        public boolean await(Wait wait) throws InterruptedException {
            spinUntil(wait::isOver);
            return wait.await();
        }
    };

    /** Interrupts the wait at a random moment: before it is over, or when the thread has what it waited for. */
    static final Blocking INTERRUPTING = new JavaBlocking() {
        @Override
        public boolean await(Wait wait) throws InterruptedException {
            spinAwhile(wait);
            throw new InterruptedException();
        }
    };

    /** Ends the wait at a random moment, as if its deadline had passed. */
    static final Blocking TIMING_OUT = new JavaBlocking() {
        @Override
        public boolean await(Wait wait) {
            spinAwhile(wait);
            return false;
        }
    };

    /** Ends the first wait likewise; the waits after it have no deadline. */
    static Blocking timingOutOnce() {
        return new JavaBlocking() {
            private boolean timedOut;

            @Override
            public boolean await(Wait wait) throws InterruptedException {
                Blocking blocking = timedOut ? SPIN : TIMING_OUT;
                timedOut = true;
                return blocking.await(wait);
            }
        };
    }

    private Waits() { }

    /** A gateway that does what a subclass says at each wait. */
    abstract static class JavaBlocking implements Blocking {
        @Override
        public boolean isDeferrable(Throwable interruption) {
            return interruption instanceof InterruptedException;
        }
    }

    /** Waits as {@code then} does, after {@code first} in the first wait. */
    static Blocking first(Runnable first, Blocking then) {
        return new JavaBlocking() {
            private boolean begun;

            @Override
            public boolean await(Wait wait) throws InterruptedException {
                if (!begun) {
                    begun = true;
                    first.run();
                }
                return then.await(wait);
            }
        };
    }

    /** A gateway that parks or one that spins, at random. */
    static Blocking any() {
        return ThreadLocalRandom.current().nextInt(PARK_RATIO) == 0 ? Blocking.JAVA : SPIN;
    }

    /** A wait until {@code limit}. */
    interface Limited {
        boolean await(Deadline limit) throws InterruptedException;
    }

    /** What {@code wait} returned, as a word; {@link #LOST} if it took so long that nobody can have ended it. */
    static String outcome(Limited wait) {
        Deadline limit = Deadline.after(LIMIT);
        try {
            boolean result = wait.await(limit);
            return limit.remaining() <= 0 ? LOST : word(result);
        } catch (InterruptedException e) {
            return INTERRUPTED;
        }
    }

    static String word(boolean yes) {
        return yes ? YES : NO;
    }

    static String acquire(QueuedLock lock) {
        return acquire(lock, any());
    }

    static String acquire(QueuedLock lock, Blocking blocking) {
        return outcome(limit -> lock.acquire(limit, blocking));
    }

    /** Returns once {@code condition} holds; if it never does, the outcome of the test will say so. */
    static void spinUntil(BooleanSupplier condition) {
        Deadline limit = Deadline.after(2 * LIMIT);
        for (int i = 1; !condition.getAsBoolean() && (i % SPINS_PER_PAUSE != 0 || limit.remaining() > 0); i++) {
            if (i % SPINS_PER_PAUSE == 0) {
                LockSupport.parkNanos(1);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    static void spinAwhile(Blocking.Wait wait) {
        int spins = ThreadLocalRandom.current().nextInt(MAX_SPINS);
        for (int i = 0; i < spins && (i % 2 == 0 || !wait.isOver()); i++) {
            Thread.onSpinWait();
        }
    }

    /** A deadline that passes in a moment. */
    static Deadline soon() {
        return Deadline.after(ThreadLocalRandom.current().nextInt(5_000));
    }
}
