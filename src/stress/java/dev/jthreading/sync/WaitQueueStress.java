package dev.jthreading.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Who gets a notification, and how many do, if waiters leave at the same time. */
public final class WaitQueueStress {

    private WaitQueueStress() { }

    /** Three threads wait. */
    abstract static class ThreeWaiters {
        final WaitQueue queue = new WaitQueue();
        final Waiter first = queue.enqueue();
        final Waiter second = queue.enqueue();
        final Waiter third = queue.enqueue();

        String end() {
            return Inside.state(first) + " " + Inside.state(second) + " " + Inside.state(third);
        }
    }

    /** Each notifies one. */
    @JCStressTest
    @Description("Two notifications of three waiters")
    @Outcome(id = "1, 1, notified notified waiting", expect = ACCEPTABLE, desc = "The first two are notified.")
    @State
    public static class NotifyOneEach extends ThreeWaiters {
        @Actor
        public void one(LLL_Result r) {
            r.r1 = queue.notify(1);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = queue.notify(1);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** One of them finds one waiter only. */
    @JCStressTest
    @Description("Two notifications for two each, of three waiters")
    @Outcome(id = {"2, 1, notified notified notified", "1, 2, notified notified notified"}, expect = ACCEPTABLE,
            desc = "All are notified, each once.")
    @State
    public static class NotifyTwoEach extends ThreeWaiters {
        @Actor
        public void one(LLL_Result r) {
            r.r1 = queue.notify(2);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = queue.notify(2);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The notification goes to the first waiter, or on to the second. */
    @JCStressTest
    @Description("A deadline against a notification")
    @Outcome(id = "yes, 1, ended notified waiting", expect = ACCEPTABLE, desc = "The deadline was first.")
    @Outcome(id = "no, 1, notified waiting waiting", expect = ACCEPTABLE, desc = "The notification was first.")
    @State
    public static class CancelAgainstNotify extends ThreeWaiters {
        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.word(queue.cancel(first));
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = queue.notify(1);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The second waiter gets the notification, whichever comes first. */
    @JCStressTest
    @Description("An interrupt against a notification")
    @Outcome(id = "left, 1, ended notified waiting", expect = ACCEPTABLE, desc = "It is used once.")
    @State
    public static class InterruptAgainstNotify extends ThreeWaiters {
        @Actor
        public void one(LLL_Result r) {
            queue.cancelOrForward(first);
            r.r1 = "left";
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = queue.notify(1);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The third waiter gets the notification that neither of the others uses. */
    @JCStressTest
    @Description("Two interrupts against a notification")
    @Outcome(id = "left, 1, ended ended notified", expect = ACCEPTABLE, desc = "It is used once.")
    @State
    public static class TwoInterruptsAgainstNotify extends ThreeWaiters {
        @Actor
        public void one(LLL_Result r) {
            queue.cancelOrForward(first);
            r.r1 = "left";
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = queue.notify(1);
            queue.cancelOrForward(second);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A thread that has used its notification does not forward it as well. */
    @JCStressTest
    @Description("A wait and a notification, and an interrupt after the wait")
    @Outcome(id = "yes, 1, waiting", expect = ACCEPTABLE, desc = "The second waiter has none.")
    @State
    public static class InterruptAfterWait {
        private final WaitQueue queue = new WaitQueue();
        private volatile boolean waiting;
        private String second = "none";

        @Actor
        public void waiting(LLL_Result r) {
            Waiter first = queue.enqueue();
            Waiter next = queue.enqueue();
            waiting = true;
            r.r1 = Waits.outcome(limit -> queue.await(first, limit, Waits.any()));
            queue.cancelOrForward(first);
            second = Inside.state(next);
        }

        @Actor
        public void notifying(LLL_Result r) {
            Waits.spinUntil(() -> waiting);
            r.r2 = queue.notify(1);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = second;
        }
    }

    /** The wait returns true if and only if the notification counted it. */
    @JCStressTest
    @Description("A timed wait against a notification")
    @Outcome(id = "yes, 1, 0", expect = ACCEPTABLE, desc = "The notification was first.")
    @Outcome(id = "no, 0, 0", expect = ACCEPTABLE, desc = "The deadline was first, or nobody waited yet.")
    @State
    public static class TimedWait {
        private final WaitQueue queue = new WaitQueue();

        @Actor
        public void waiting(LLL_Result r) {
            Deadline soon = Waits.soon();
            r.r1 = Waits.outcome(limit -> queue.await(queue.enqueue(), soon, Waits.any()));
        }

        @Actor
        public void notifying(LLL_Result r) {
            r.r2 = queue.notify(1);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = queue.size();
        }
    }
}
