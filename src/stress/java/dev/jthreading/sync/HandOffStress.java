package dev.jthreading.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A release that hands the lock to a thread that failed often, against whatever else may happen to that thread. */
public final class HandOffStress {

    /** After so many failed attempts a release hands the lock over. */
    private static final int MAX_FAILED_ATTEMPTS = 4;

    private HandOffStress() { }

    /** A lock, and a thread that fails often enough to want a hand-off. */
    abstract static class Starvation {
        final QueuedLock lock;
        /** How many waits the starving thread has begun. */
        private volatile int begun;
        /** In how many of them another thread barged in. */
        private volatile int barged;
        private volatile boolean held;

        Starvation(QueuedLock lock) {
            this.lock = lock;
        }

        /** The starving thread: acquires, and waits as {@code last} does when the next release hands the lock over. */
        String acquire(Blocking last) {
            Waits.spinUntil(() -> held);
            return Waits.acquire(lock, new Waits.JavaBlocking() {
                private int count;

                @Override
                public boolean await(Wait wait) throws InterruptedException {
                    int number = ++count;
                    begun = number;
                    if (number > MAX_FAILED_ATTEMPTS) {
                        return last.await(wait);
                    }
                    Waits.spinUntil(() -> barged == number);
                    return wait.await();
                }
            });
        }

        /** The other thread: holds the lock, and barges in until the next release hands it over. */
        void starve() {
            lock.tryAcquire();
            held = true;
            for (int i = 1; i <= MAX_FAILED_ATTEMPTS; i++) {
                int number = i;
                Waits.spinUntil(() -> begun == number);
                lock.release();
                lock.tryAcquire();
                barged = i;
            }
            Waits.spinUntil(() -> begun > MAX_FAILED_ATTEMPTS);
        }

        String end() {
            return lock.isLocked() ? "locked" : "free";
        }
    }

    /** The lock is never free for others. */
    @JCStressTest
    @Description("A Lock is handed off, and the releaser tries to barge in")
    @Outcome(id = "yes, no, locked", expect = ACCEPTABLE, desc = "The starving thread has it.")
    @State
    public static class LockBarge extends Starvation {
        public LockBarge() {
            super(new Lock());
        }

        @Actor
        public void starving(LLL_Result r) {
            r.r1 = acquire(Waits.any());
        }

        @Actor
        public void releasing(LLL_Result r) {
            starve();
            lock.release();
            r.r2 = Waits.word(lock.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The lock is never free for others, unless its new owner has released it. */
    @JCStressTest
    @Description("An RLock is handed off, and the releaser tries to barge in")
    @Outcome(id = "yes owner, no, locked", expect = ACCEPTABLE, desc = "The starving thread has it.")
    @State
    public static class RLockBarge extends Starvation {
        public RLockBarge() {
            super(new RLock());
        }

        @Actor
        public void starving(LLL_Result r) {
            r.r1 = acquire(Waits.any()) + (lock.isHeld() ? " owner" : " not owner");
        }

        @Actor
        public void releasing(LLL_Result r) {
            starve();
            lock.release();
            r.r2 = Waits.word(lock.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The interrupted thread gives back what it got, and no more. */
    @JCStressTest
    @Description("A Lock is handed off to a thread that is interrupted")
    @Outcome(id = "interrupted, no, free", expect = ACCEPTABLE, desc = "The interrupted thread gives it back.")
    @Outcome(id = "interrupted, yes, locked", expect = ACCEPTABLE, desc = "The releaser has it again.")
    @State
    public static class LockInterrupt extends Starvation {
        public LockInterrupt() {
            super(new Lock());
        }

        @Actor
        public void starving(LLL_Result r) {
            r.r1 = acquire(Waits.INTERRUPTING);
        }

        @Actor
        public void releasing(LLL_Result r) {
            starve();
            lock.release();
            r.r2 = Waits.word(lock.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The interrupted thread gives back what it got, and no more. */
    @JCStressTest
    @Description("An RLock is handed off to a thread that is interrupted")
    @Outcome(id = "interrupted, no, free", expect = ACCEPTABLE, desc = "The interrupted thread gives it back.")
    @Outcome(id = "interrupted, yes, locked", expect = ACCEPTABLE, desc = "The releaser has it again.")
    @State
    public static class RLockInterrupt extends Starvation {
        public RLockInterrupt() {
            super(new RLock());
        }

        @Actor
        public void starving(LLL_Result r) {
            r.r1 = acquire(Waits.INTERRUPTING);
        }

        @Actor
        public void releasing(LLL_Result r) {
            starve();
            lock.release();
            r.r2 = Waits.word(lock.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** Any thread may release a Lock, also before the thread that it was handed to knows of it. */
    @JCStressTest
    @Description("A Lock that was handed to an interrupted thread is released by another one, and acquired again")
    @Outcome(id = "interrupted, (yes|no) no, free", expect = ACCEPTABLE, desc = "The interrupted thread gives it back.")
    @Outcome(id = "interrupted, (yes|no) yes, locked", expect = ACCEPTABLE, desc = "Who acquired it keeps it.")
    @State
    public static class LockReleasedByAnother extends Starvation {
        public LockReleasedByAnother() {
            super(new Lock());
        }

        @Actor
        public void starving(LLL_Result r) {
            r.r1 = acquire(Waits.INTERRUPTING);
        }

        @Actor
        public void releasing(LLL_Result r) {
            starve();
            lock.release();
            String released = Waits.word(lock.release());
            r.r2 = released + " " + Waits.word(lock.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** Whichever comes first, one of the two has it. */
    @JCStressTest
    @Description("A Lock is handed off against the deadline of the starving thread")
    @Outcome(id = "yes, no, locked", expect = ACCEPTABLE, desc = "The hand-off was first.")
    @Outcome(id = "no, yes, locked", expect = ACCEPTABLE, desc = "The deadline was first.")
    @State
    public static class LockTimeout extends Starvation {
        public LockTimeout() {
            super(new Lock());
        }

        @Actor
        public void starving(LLL_Result r) {
            r.r1 = acquire(Waits.TIMING_OUT);
        }

        @Actor
        public void releasing(LLL_Result r) {
            starve();
            lock.release();
            r.r2 = Waits.word(lock.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** Whichever comes first, one of the two has it. */
    @JCStressTest
    @Description("An RLock is handed off against the deadline of the starving thread")
    @Outcome(id = "yes, no, locked", expect = ACCEPTABLE, desc = "The hand-off was first.")
    @Outcome(id = "no, yes, locked", expect = ACCEPTABLE, desc = "The deadline was first.")
    @State
    public static class RLockTimeout extends Starvation {
        public RLockTimeout() {
            super(new RLock());
        }

        @Actor
        public void starving(LLL_Result r) {
            r.r1 = acquire(Waits.TIMING_OUT);
        }

        @Actor
        public void releasing(LLL_Result r) {
            starve();
            lock.release();
            r.r2 = Waits.word(lock.tryAcquire());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }
}
