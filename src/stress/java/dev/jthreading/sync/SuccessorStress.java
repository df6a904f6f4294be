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

/**
 * A thread that a release has woken, or is about to wake, against its deadline or an interrupt. A third thread waits behind
 * it: no release may rely on a thread that is gone, and leave the third one waiting for a lock that is free.
 */
public final class SuccessorStress {

    private SuccessorStress() { }

    /** A lock, and a waiter that queues behind the first one. */
    abstract static class Succession {
        final QueuedLock lock;
        private volatile boolean waits;
        private volatile @Nullable Waiter third;

        Succession(QueuedLock lock) {
            this.lock = lock;
        }

        /** Acquires and releases; if the thread has to wait, it waits as {@code then} does, and the third one behind it. */
        String acquireBeforeThird(Blocking then) {
            String result = Waits.acquire(lock, Waits.first(this::queueThird, then));
            if (result.equals(Waits.YES)) {
                lock.release();
            }
            return result;
        }

        private void queueThird() {
            Waiter waiter = new Waiter(lock);
            Inside.queue(lock).addLast(waiter);
            third = waiter;
            waits = true;
        }

        /** Releases when the other thread waits, then barges in and releases again. */
        String releaseAndBarge() {
            String result = Waits.acquire(lock);
            for (int i = 0; i < 200 && !waits; i++) {
                Thread.onSpinWait();
            }
            lock.release();
            if (lock.tryAcquire()) {
                lock.release();
            }
            return result;
        }

        String end() {
            return Inside.state(third) + (lock.isLocked() ? " locked" : " free");
        }
    }

    /** The interrupted thread passes the wake-up on. */
    @JCStressTest
    @Description("An interrupt against the wake-up of a successor, Lock")
    @Outcome(id = "interrupted, yes, notified free", expect = ACCEPTABLE, desc = "The third one is woken.")
    @Outcome(id = "yes, yes, absent free", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class LockInterrupt extends Succession {
        public LockInterrupt() {
            super(new Lock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = acquireBeforeThird(Waits.INTERRUPTING);
        }

        @Actor
        public void releasing(LLL_Result r) {
            r.r2 = releaseAndBarge();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The thread that gives up passes the wake-up on, or has used it. */
    @JCStressTest
    @Description("A deadline against the wake-up of a successor, Lock")
    @Outcome(id = "(yes|no), yes, notified free", expect = ACCEPTABLE, desc = "The third one is woken.")
    @Outcome(id = "yes, yes, absent free", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class LockTimeout extends Succession {
        public LockTimeout() {
            super(new Lock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = acquireBeforeThird(Waits.TIMING_OUT);
        }

        @Actor
        public void releasing(LLL_Result r) {
            r.r2 = releaseAndBarge();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The successor acquires in the end, and wakes the third one. */
    @JCStressTest
    @Description("A barging thread against a successor, Lock")
    @Outcome(id = "yes, yes, notified free", expect = ACCEPTABLE, desc = "The third one is woken.")
    @Outcome(id = "yes, yes, absent free", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class LockBarge extends Succession {
        public LockBarge() {
            super(new Lock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = acquireBeforeThird(Waits.any());
        }

        @Actor
        public void releasing(LLL_Result r) {
            r.r2 = releaseAndBarge();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The interrupted thread passes the wake-up on. */
    @JCStressTest
    @Description("An interrupt against the wake-up of a successor, RLock")
    @Outcome(id = "interrupted, yes, notified free", expect = ACCEPTABLE, desc = "The third one is woken.")
    @Outcome(id = "yes, yes, absent free", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class RLockInterrupt extends Succession {
        public RLockInterrupt() {
            super(new RLock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = acquireBeforeThird(Waits.INTERRUPTING);
        }

        @Actor
        public void releasing(LLL_Result r) {
            r.r2 = releaseAndBarge();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The thread that gives up passes the wake-up on, or has used it. */
    @JCStressTest
    @Description("A deadline against the wake-up of a successor, RLock")
    @Outcome(id = "(yes|no), yes, notified free", expect = ACCEPTABLE, desc = "The third one is woken.")
    @Outcome(id = "yes, yes, absent free", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class RLockTimeout extends Succession {
        public RLockTimeout() {
            super(new RLock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = acquireBeforeThird(Waits.TIMING_OUT);
        }

        @Actor
        public void releasing(LLL_Result r) {
            r.r2 = releaseAndBarge();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The successor acquires in the end, and wakes the third one. */
    @JCStressTest
    @Description("A barging thread against a successor, RLock")
    @Outcome(id = "yes, yes, notified free", expect = ACCEPTABLE, desc = "The third one is woken.")
    @Outcome(id = "yes, yes, absent free", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class RLockBarge extends Succession {
        public RLockBarge() {
            super(new RLock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = acquireBeforeThird(Waits.any());
        }

        @Actor
        public void releasing(LLL_Result r) {
            r.r2 = releaseAndBarge();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The interrupt is one of the JVM's, of a thread that may be parked. */
    @JCStressTest
    @Description("Thread.interrupt against a release, Lock")
    @Outcome(id = "interrupted, yes, free", expect = ACCEPTABLE, desc = "The interrupt was first.")
    @Outcome(id = "yes, yes, locked", expect = ACCEPTABLE, desc = "The release was first.")
    @State
    public static class LockThreadInterrupt {
        private final Lock lock = new Lock();
        private volatile @Nullable Thread thread;
        private volatile boolean interrupted;

        public LockThreadInterrupt() {
            lock.tryAcquire();
        }

        @Actor
        public void waiting(LLL_Result r) {
            thread = Thread.currentThread();
            r.r1 = Waits.acquire(lock, Blocking.JAVA);
            Waits.spinUntil(() -> interrupted);
            // The flag must not reach the next test.
            Thread.interrupted();
        }

        @Actor
        public void interrupting(LLL_Result r) {
            Waits.spinUntil(() -> thread != null);
            Thread target = thread;
            if (target != null) {
                target.interrupt();
            }
            r.r2 = Waits.word(lock.release());
            interrupted = true;
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = lock.isLocked() ? "locked" : "free";
        }
    }
}
