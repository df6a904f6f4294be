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

/** Notifications of a condition against deadlines, interrupts, other notifications and releases of the lock. */
public final class ConditionStress {

    private ConditionStress() { }

    /** A condition, and a thread that waits for it as often as it holds the lock. */
    abstract static class Waiting {
        final QueuedLock lock;
        final Condition condition;
        private final int levels;

        Waiting(QueuedLock lock, int levels) {
            this.lock = lock;
            this.levels = levels;
            condition = new Condition(lock);
        }

        /** Waits until {@code deadline}, or without end if there is none; the lock must be as before then. */
        String await(@Nullable Deadline deadline, Blocking blocking) {
            if (!Waits.acquire(lock).equals(Waits.YES)) {
                return Waits.LOST;
            }
            for (int i = 1; i < levels; i++) {
                lock.tryAcquire();
            }
            String result = Waits.outcome(limit -> condition.await(deadline == null ? limit : deadline, blocking));
            int held = 0;
            while (held < levels && lock.isHeld() && lock.release()) {
                held++;
            }
            return held == levels ? result : result + " at level " + held;
        }

        /** Notifies one waiter under the lock; returns how many that were. */
        long notifyOnce() {
            if (!Waits.acquire(lock).equals(Waits.YES)) {
                return -1;
            }
            long count = condition.notify(1);
            lock.release();
            return count;
        }

        /** Notifies one waiter as soon as there is one. */
        long notifyOne() {
            Waits.spinUntil(() -> condition.size() > 0);
            return notifyOnce();
        }

        String end() {
            return condition.size() + (lock.isLocked() ? " locked" : " free") + (Inside.hasDeferredWakeUp(lock) ? " deferred" : "");
        }
    }

    /** A notified thread wakes up. */
    @JCStressTest
    @Description("A wait and a notification, Condition on a Lock")
    @Outcome(id = "yes, 1, 0 free", expect = ACCEPTABLE, desc = "The thread is notified, and the lock is free afterwards.")
    @State
    public static class LockNotify extends Waiting {
        public LockNotify() {
            super(new Lock(), 1);
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = await(null, Waits.any());
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r2 = notifyOne();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A notified thread wakes up, and has both levels again. */
    @JCStressTest
    @Description("A wait and a notification, Condition on an RLock at two levels")
    @Outcome(id = "yes, 1, 0 free", expect = ACCEPTABLE, desc = "The thread is notified, and the lock is free afterwards.")
    @State
    public static class RLockNotify extends Waiting {
        public RLockNotify() {
            super(new RLock(), 2);
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = await(null, Waits.any());
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r2 = notifyOne();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The wait returns true if and only if the notification counted it. */
    @JCStressTest
    @Description("A deadline against a notification, Condition on a Lock")
    @Outcome(id = "yes, 1, 0 free", expect = ACCEPTABLE, desc = "The notification was first.")
    @Outcome(id = "no, 0, 0 free", expect = ACCEPTABLE, desc = "The deadline was first, or nobody waited yet.")
    @State
    public static class LockTimedWait extends Waiting {
        public LockTimedWait() {
            super(new Lock(), 1);
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = await(Waits.soon(), Waits.any());
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r2 = notifyOnce();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The wait returns true if and only if the notification counted it. */
    @JCStressTest
    @Description("A deadline against a notification, Condition on an RLock")
    @Outcome(id = "yes, 1, 0 free", expect = ACCEPTABLE, desc = "The notification was first.")
    @Outcome(id = "no, 0, 0 free", expect = ACCEPTABLE, desc = "The deadline was first, or nobody waited yet.")
    @State
    public static class RLockTimedWait extends Waiting {
        public RLockTimedWait() {
            super(new RLock(), 2);
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = await(Waits.soon(), Waits.any());
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r2 = notifyOnce();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The second waiter gets the notification that the first one does not use. */
    abstract static class TwoWaiting extends Waiting {
        private volatile @Nullable Waiter second;

        TwoWaiting(QueuedLock lock) {
            super(lock, 1);
        }

        String awaitBeforeSecond(Blocking then) {
            return await(null, Waits.first(() -> second = Inside.queue(condition).enqueue(), then));
        }

        String endOfSecond() {
            return Inside.state(second) + (lock.isLocked() ? " locked" : " free");
        }
    }

    /** An interrupted thread forwards the notification, and has the lock again before it throws. */
    @JCStressTest
    @Description("An interrupt against a notification, Condition on Lock")
    @Outcome(id = "interrupted, 1, notified free", expect = ACCEPTABLE, desc = "The second waiter has the notification.")
    @Outcome(id = "interrupted, 0, waiting free", expect = ACCEPTABLE, desc = "Nobody waited yet, or any more.")
    @State
    public static class LockInterrupt extends TwoWaiting {
        public LockInterrupt() {
            super(new Lock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = awaitBeforeSecond(Waits.INTERRUPTING);
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r2 = notifyOnce();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOfSecond();
        }
    }

    /** An interrupted thread forwards the notification, and has the lock again before it throws. */
    @JCStressTest
    @Description("An interrupt against a notification, Condition on RLock")
    @Outcome(id = "interrupted, 1, notified free", expect = ACCEPTABLE, desc = "The second waiter has the notification.")
    @Outcome(id = "interrupted, 0, waiting free", expect = ACCEPTABLE, desc = "Nobody waited yet, or any more.")
    @State
    public static class RLockInterrupt extends TwoWaiting {
        public RLockInterrupt() {
            super(new RLock());
        }

        @Actor
        public void waiting(LLL_Result r) {
            r.r1 = awaitBeforeSecond(Waits.INTERRUPTING);
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r2 = notifyOnce();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOfSecond();
        }
    }

    /** A Lock may be released by any thread, also while another one notifies. */
    @JCStressTest
    @Description("A notification against the release that is to unpark the waiter")
    @Outcome(id = "1, yes, 0 free", expect = ACCEPTABLE, desc = "No wake-up stays behind with a lock that is free.")
    @State
    public static class DeferredWakeUp extends Waiting {
        private final Waiter waiter = Inside.queue(condition).enqueue();

        public DeferredWakeUp() {
            super(new Lock(), 1);
            lock.tryAcquire();
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r1 = condition.notify(1);
        }

        @Actor
        public void releasing(LLL_Result r) {
            r.r2 = Waits.word(lock.release());
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = Inside.state(waiter).equals("notified") ? end() : "not notified";
        }
    }
}
