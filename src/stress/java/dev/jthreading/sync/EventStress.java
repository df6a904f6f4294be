package dev.jthreading.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A flag that is set and cleared, against threads that wait for it. */
public final class EventStress {

    private EventStress() { }

    private static String await(Event event) {
        return Waits.outcome(limit -> event.await(limit, Waits.any()));
    }

    /** The thread that waits wakes up. */
    @JCStressTest
    @Description("set against a wait")
    @Outcome(id = "yes, set, set", expect = ACCEPTABLE, desc = "The wait ends.")
    @State
    public static class SetAgainstWait {
        private final Event event = new Event();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(event);
        }

        @Actor
        public void two(LLL_Result r) {
            event.set();
            r.r2 = "set";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = event.isSet() ? "set" : "unset";
        }
    }

    /** The thread that waits wakes up, whichever set it saw. */
    @JCStressTest
    @Description("set, clear and set against a wait")
    @Outcome(id = "yes, set, set", expect = ACCEPTABLE, desc = "The wait ends.")
    @State
    public static class SetClearSetAgainstWait {
        private final Event event = new Event();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(event);
        }

        @Actor
        public void two(LLL_Result r) {
            event.set();
            event.clear();
            event.set();
            r.r2 = "set";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = event.isSet() ? "set" : "unset";
        }
    }

    /** The thread that waits wakes up. */
    @JCStressTest
    @Description("clear and set against a wait")
    @Outcome(id = "yes, set, set", expect = ACCEPTABLE, desc = "The wait ends.")
    @State
    public static class ClearSetAgainstWait {
        private final Event event = new Event();

        public ClearSetAgainstWait() {
            event.set();
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(event);
        }

        @Actor
        public void two(LLL_Result r) {
            event.clear();
            event.set();
            r.r2 = "set";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = event.isSet() ? "set" : "unset";
        }
    }

    /** The thread wakes up although the flag is clear again. */
    @JCStressTest
    @Description("set and clear while a thread waits")
    @Outcome(id = "yes, cleared, unset", expect = ACCEPTABLE, desc = "The wait ends.")
    @State
    public static class SetAndClearAgainstWait {
        private final Event event = new Event();
        private volatile boolean waits;

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.outcome(limit -> event.await(limit, Waits.first(() -> waits = true, Waits.any())));
        }

        @Actor
        public void two(LLL_Result r) {
            Waits.spinUntil(() -> waits);
            event.set();
            event.clear();
            r.r2 = "cleared";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = event.isSet() ? "set" : "unset";
        }
    }

    /** One of them takes over those that wait. */
    @JCStressTest
    @Description("Two threads set while a third one waits")
    @Outcome(id = "set, set, notified", expect = ACCEPTABLE, desc = "The waiter is woken.")
    @State
    public static class TwoSets {
        private final Event event = new Event();
        private final Waiter waiter = Inside.makeQueue(event).enqueue();

        @Actor
        public void one(LLL_Result r) {
            event.set();
            r.r1 = "set";
        }

        @Actor
        public void two(LLL_Result r) {
            event.set();
            r.r2 = "set";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = Inside.state(waiter);
        }
    }

    /** clear forgets nobody that waits. */
    @JCStressTest
    @Description("set against clear while a third thread waits")
    @Outcome(id = "set, cleared, notified", expect = ACCEPTABLE, desc = "The waiter is woken.")
    @State
    public static class SetAgainstClear {
        private final Event event = new Event();
        private final Waiter waiter = Inside.makeQueue(event).enqueue();

        @Actor
        public void one(LLL_Result r) {
            event.set();
            r.r1 = "set";
        }

        @Actor
        public void two(LLL_Result r) {
            event.clear();
            r.r2 = "cleared";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = Inside.state(waiter);
        }
    }

    /** A thread that gives up leaves the queue to the others. */
    @JCStressTest
    @Description("A deadline against set")
    @Outcome(id = "(yes|no), set, notified", expect = ACCEPTABLE, desc = "The third thread is woken.")
    @State
    public static class Timeout {
        private final Event event = new Event();
        private final Waiter third = Inside.makeQueue(event).enqueue();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.outcome(limit -> event.await(limit, Waits.TIMING_OUT));
        }

        @Actor
        public void two(LLL_Result r) {
            event.set();
            r.r2 = "set";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = Inside.state(third);
        }
    }

    /** A thread that is interrupted leaves the queue to the others. */
    @JCStressTest
    @Description("An interrupt against set")
    @Outcome(id = "(yes|interrupted), set, notified", expect = ACCEPTABLE, desc = "The third thread is woken.")
    @State
    public static class Interrupt {
        private final Event event = new Event();
        private final Waiter third = Inside.makeQueue(event).enqueue();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.outcome(limit -> event.await(limit, Waits.INTERRUPTING));
        }

        @Actor
        public void two(LLL_Result r) {
            event.set();
            r.r2 = "set";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = Inside.state(third);
        }
    }

    /** The thread that waits comes back. */
    @JCStressTest
    @Description("A delegation against a wait")
    @Outcome(id = "yes, delegated, unset", expect = ACCEPTABLE, desc = "It waits under the condition.")
    @State
    public static class Delegation {
        private final Event event = new Event();
        private volatile boolean waits;

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.outcome(limit -> event.await(limit, Waits.first(() -> waits = true, Waits.any())));
        }

        @Actor
        public void two(LLL_Result r) {
            Waits.spinUntil(() -> waits);
            event.delegateTo(this);
            r.r2 = "delegated";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = event.isSet() ? "set" : "unset";
        }
    }
}
