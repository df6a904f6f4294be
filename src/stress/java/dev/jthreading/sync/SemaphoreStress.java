package dev.jthreading.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Permits: none is given twice, none is lost, and no release leaves a waiting thread behind. */
public final class SemaphoreStress {

    private SemaphoreStress() { }

    private static String acquire(Semaphore semaphore) {
        return Waits.outcome(limit -> semaphore.acquire(limit, Waits.any()));
    }

    /** Two threads try. */
    @JCStressTest
    @Description("Two threads try to take one permit")
    @Outcome(id = {"yes, no, 0", "no, yes, 0"}, expect = ACCEPTABLE, desc = "One of them has it.")
    @State
    public static class OnePermit {
        private final Semaphore semaphore = new Semaphore(1, Long.MAX_VALUE);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.word(semaphore.tryAcquire());
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(semaphore.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** The permit reaches the thread that waits. */
    @JCStressTest
    @Description("A release against an acquire that waits")
    @Outcome(id = "yes, yes, 0", expect = ACCEPTABLE, desc = "The permit is taken.")
    @State
    public static class ReleaseAgainstAcquire {
        private final Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = acquire(semaphore);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(semaphore.release(1));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** Both acquires end. */
    @JCStressTest
    @Description("A release of two permits against two acquires")
    @Outcome(id = "yes, yes, 0", expect = ACCEPTABLE, desc = "Both permits are taken.")
    @State
    public static class ReleaseOfTwo {
        private final Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = acquire(semaphore);
        }

        @Actor
        public void two(LLL_Result r) {
            semaphore.release(2);
            r.r2 = acquire(semaphore);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** A thread that barges in wakes the one that it overtook. */
    @JCStressTest
    @Description("The releaser takes the permit back, and releases it again")
    @Outcome(id = "yes, yes, 0", expect = ACCEPTABLE, desc = "The waiting thread has it in the end.")
    @State
    public static class Barge {
        private final Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = acquire(semaphore);
        }

        @Actor
        public void two(LLL_Result r) {
            semaphore.release(1);
            r.r2 = Waits.word(!semaphore.tryAcquire() || semaphore.release(1));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** The bound holds. */
    @JCStressTest
    @Description("Two releases, and room for one permit")
    @Outcome(id = {"yes, no, 2", "no, yes, 2"}, expect = ACCEPTABLE, desc = "One of them succeeds.")
    @State
    public static class Bound {
        private final Semaphore semaphore = new Semaphore(1, 2);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.word(semaphore.release(1));
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(semaphore.release(1));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** The release succeeds if the acquire was first. */
    @JCStressTest
    @Description("A release at the bound against an acquire")
    @Outcome(id = "yes, yes, 2", expect = ACCEPTABLE, desc = "The acquire was first.")
    @Outcome(id = "yes, no, 1", expect = ACCEPTABLE, desc = "The release was first.")
    @State
    public static class BoundAgainstAcquire {
        private final Semaphore semaphore = new Semaphore(2, 2);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.word(semaphore.tryAcquire());
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(semaphore.release(1));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** The thread that waits sees them. */
    @JCStressTest
    @Description("Permits are set against an acquire")
    @Outcome(id = "yes, set, 0", expect = ACCEPTABLE, desc = "The permit is taken.")
    @State
    public static class SetPermits {
        private final Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = acquire(semaphore);
        }

        @Actor
        public void two(LLL_Result r) {
            semaphore.setPermits(1);
            r.r2 = "set";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** The thread that waits comes back. */
    @JCStressTest
    @Description("A delegation against an acquire")
    @Outcome(id = "no, delegated, 0", expect = ACCEPTABLE, desc = "It takes its permit under the condition.")
    @State
    public static class Delegation {
        private final Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = acquire(semaphore);
        }

        @Actor
        public void two(LLL_Result r) {
            semaphore.delegateTo(this);
            r.r2 = "delegated";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = semaphore.permits();
        }
    }

    /** The second waiter learns of the permit that the first one leaves. */
    abstract static class TwoWaiting {
        final Semaphore semaphore = new Semaphore(0, Long.MAX_VALUE);
        private final WaitQueue queue = Inside.makeQueue(semaphore);
        private volatile @Nullable Waiter second;

        String acquireBeforeSecond(Blocking then) {
            Blocking blocking = Waits.first(() -> second = queue.enqueue(), then);
            return Waits.outcome(limit -> semaphore.acquire(limit, blocking));
        }

        String end() {
            return semaphore.permits() + " " + Inside.state(second);
        }
    }

    /** An interrupted thread loses no permit. */
    @JCStressTest
    @Description("An interrupt against a release")
    @Outcome(id = "interrupted, yes, 1 notified", expect = ACCEPTABLE, desc = "The second waiter may take it.")
    @Outcome(id = "yes, yes, 0 absent", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class Interrupt extends TwoWaiting {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = acquireBeforeSecond(Waits.INTERRUPTING);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(semaphore.release(1));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A thread that gives up loses no permit. */
    @JCStressTest
    @Description("A deadline against a release")
    @Outcome(id = "no, yes, 1 notified", expect = ACCEPTABLE, desc = "The second waiter may take it.")
    @Outcome(id = "yes, yes, 0 (waiting|notified|absent)", expect = ACCEPTABLE, desc = "The first waiter has taken it.")
    @State
    public static class Timeout extends TwoWaiting {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = acquireBeforeSecond(Waits.TIMING_OUT);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(semaphore.release(1));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }
}
