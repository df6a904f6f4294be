package dev.jthreading.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Mutual exclusion, and releases that reach a waiting thread. */
public final class ExclusionStress {

    private static final int TURNS = 3;

    private ExclusionStress() { }

    /** Two threads count under the lock, in a variable that is not volatile. */
    @JCStressTest
    @Description("Two threads count under a Lock")
    @Outcome(id = "yes, yes, 6 free", expect = ACCEPTABLE, desc = "No count is lost.")
    @State
    public static class LockCounts {
        private final Lock lock = new Lock();
        private int count;

        private String count() {
            String result = Waits.YES;
            for (int i = 0; i < TURNS && result.equals(Waits.YES); i++) {
                result = Waits.acquire(lock);
                count++;
                lock.release();
            }
            return result;
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = count();
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = count();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = count + (lock.isLocked() ? " locked" : " free");
        }
    }

    /** Likewise; each thread also acquires the lock that it has, and still has it after the inner release. */
    @JCStressTest
    @Description("Two threads count under an RLock at two levels")
    @Outcome(id = "yes, yes, 6 free", expect = ACCEPTABLE, desc = "No count is lost.")
    @State
    public static class RLockCounts {
        private final RLock lock = new RLock();
        private int count;

        private String count() {
            String result = Waits.acquire(lock);
            count++;
            lock.tryAcquire();
            count++;
            lock.release();
            count++;
            lock.release();
            return result;
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = count();
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = count();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = count + (lock.isLocked() ? " locked" : " free");
        }
    }

    /** Two threads try. */
    @JCStressTest
    @Description("Two threads try to acquire a Lock")
    @Outcome(id = {"yes, no", "no, yes"}, expect = ACCEPTABLE, desc = "One of them has it.")
    @State
    public static class LockTries {
        private final Lock lock = new Lock();

        @Actor
        public void one(LL_Result r) {
            r.r1 = Waits.word(lock.tryAcquire());
        }

        @Actor
        public void two(LL_Result r) {
            r.r2 = Waits.word(lock.tryAcquire());
        }
    }

    /** Two threads try. */
    @JCStressTest
    @Description("Two threads try to acquire an RLock")
    @Outcome(id = {"yes, no, 1", "no, yes, 1"}, expect = ACCEPTABLE, desc = "One of them has it.")
    @State
    public static class RLockTries {
        private final RLock lock = new RLock();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.word(lock.tryAcquire() && lock.isHeld());
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(lock.tryAcquire() && lock.isHeld());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = lock.level();
        }
    }

    /** One thread releases what another has acquired, while a third one comes for it. */
    @JCStressTest
    @Description("A release by another thread against an acquire, Lock")
    @Outcome(id = "yes, yes, locked", expect = ACCEPTABLE, desc = "The acquire has it.")
    @State
    public static class LockReleaseByAnother {
        private final Lock lock = new Lock();

        public LockReleaseByAnother() {
            lock.tryAcquire();
        }

        @Actor
        public void acquire(LLL_Result r) {
            r.r1 = Waits.acquire(lock);
        }

        @Actor
        public void release(LLL_Result r) {
            r.r2 = Waits.word(lock.release());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = lock.isLocked() ? "locked" : "free";
        }
    }

    /** Two threads release at once what a third one has acquired. */
    @JCStressTest
    @Description("Two releases of a Lock that was acquired once")
    @Outcome(id = {"yes, no, free", "no, yes, free"}, expect = ACCEPTABLE, desc = "One of them succeeds.")
    @State
    public static class LockReleasedTwice {
        private final Lock lock = new Lock();

        public LockReleasedTwice() {
            lock.tryAcquire();
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.word(lock.release());
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(lock.release());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = lock.isLocked() ? "locked" : "free";
        }
    }

    /** Nobody but the owner may release. */
    @JCStressTest
    @Description("A release by another thread, RLock")
    @Outcome(id = "yes, no, 2", expect = ACCEPTABLE, desc = "It fails, and the owner keeps both levels.")
    @State
    public static class RLockReleaseByAnother {
        private final RLock lock = new RLock();

        @Actor
        public void acquire(LLL_Result r) {
            boolean acquired = lock.tryAcquire();
            r.r1 = Waits.word(acquired && lock.tryAcquire());
        }

        @Actor
        public void release(LLL_Result r) {
            r.r2 = Waits.word(lock.release());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = lock.level();
        }
    }
}
