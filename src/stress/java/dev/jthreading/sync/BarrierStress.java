package dev.jthreading.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** The threads of a generation pass together, and the next generation begins empty. */
public final class BarrierStress {

    private BarrierStress() { }

    /** Both pass. */
    @JCStressTest
    @Description("Two parties meet")
    @Outcome(id = "tripped, tripped, whole 0", expect = ACCEPTABLE, desc = "The barrier is empty again.")
    @State
    public static class TwoMeet extends Meeting {
        public TwoMeet() {
            super(2, 0);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = meet();
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = meet();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** Both pass both generations. */
    @JCStressTest
    @Description("Two parties meet twice")
    @Outcome(id = "tripped tripped, tripped tripped, whole 0", expect = ACCEPTABLE, desc = "The barrier is empty again.")
    @State
    public static class TwoMeetTwice extends Meeting {
        public TwoMeetTwice() {
            super(2, 0);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = meet() + " " + meet();
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = meet() + " " + meet();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** Each has an index of its own, and one of them is the last. */
    @JCStressTest
    @Description("Two parties arrive")
    @Outcome(id = {"0 false, 1 true, whole 2", "1 true, 0 false, whole 2"}, expect = ACCEPTABLE, desc = "Both are counted.")
    @State
    public static class Indices extends Meeting {
        private String place() {
            Barrier.Arrival arrival = Objects.requireNonNull(arrive());
            return arrival.index() + " " + arrival.last();
        }

        public Indices() {
            super(2, 0);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = place();
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = place();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** No thread knows the end of a generation while the barrier still shows it. */
    @JCStressTest
    @Description("The last one trips against one that waits")
    @Outcome(id = "tripped whole 0, tripped whole 0, whole 0", expect = ACCEPTABLE, desc = "Both see the barrier empty.")
    @State
    public static class TripAgainstWait extends Meeting {
        public TripAgainstWait() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(waiting, Waits.any()) + " " + state();
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = meet() + " " + state();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** It belongs to the next generation. */
    @JCStressTest
    @Description("A thread arrives while the action runs")
    @Outcome(id = "tripped, 0, whole 1", expect = ACCEPTABLE, desc = "It is the first of the next one.")
    @State
    public static class ArriveDuringAction extends Meeting {
        public ArriveDuringAction() {
            super(2, 2);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = trip(second);
        }

        @Actor
        public void two(LLL_Result r) {
            try {
                r.r2 = Objects.requireNonNull(barrier.arrive(Waits.any())).index();
            } catch (InterruptedException e) {
                r.r2 = Waits.INTERRUPTED;
            }
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** All pass or all see the barrier broken. */
    @JCStressTest
    @Description("A deadline against the last one")
    @Outcome(id = "tripped, tripped, whole 0", expect = ACCEPTABLE, desc = "The last one was first.")
    @Outcome(id = "broken, broken, broken 0", expect = ACCEPTABLE, desc = "The deadline was first.")
    @State
    public static class TimeoutAgainstTrip extends Meeting {
        public TimeoutAgainstTrip() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(waiting, Waits.timingOutOnce());
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = meetOrLeave();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** All three pass or all see the barrier broken. */
    @JCStressTest
    @Description("A deadline against the last one of three")
    @Outcome(id = "tripped, tripped, tripped whole 0", expect = ACCEPTABLE, desc = "The last one was first.")
    @Outcome(id = "broken, broken, broken broken 0", expect = ACCEPTABLE, desc = "The deadline was first.")
    @State
    public static class TimeoutOfOneOfThree extends Meeting {
        public TimeoutOfOneOfThree() {
            super(3, 2);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(second, Waits.timingOutOnce());
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = meetOrLeave();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOf(waiting) + " " + state();
        }
    }

    /** A thread that leaves is not counted. If the generation was complete, the others pass without it. */
    @JCStressTest
    @Description("An interrupt against the last one")
    @Outcome(id = "tripped, tripped, whole 0", expect = ACCEPTABLE, desc = "Both pass.")
    @Outcome(id = "interrupted, tripped, whole 0", expect = ACCEPTABLE, desc = "The interrupt came when the generation was complete.")
    @Outcome(id = "interrupted, alone, whole 0", expect = ACCEPTABLE, desc = "The interrupt was first.")
    @State
    public static class InterruptAgainstTrip extends Meeting {
        public InterruptAgainstTrip() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(waiting, Waits.INTERRUPTING);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = meetOrLeave();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** The third one passes if and only if the last one does. */
    @JCStressTest
    @Description("An interrupt against the last one of three")
    @Outcome(id = "interrupted, alone, still waiting 1", expect = ACCEPTABLE, desc = "The interrupt was first.")
    @Outcome(id = "(tripped|interrupted), tripped, tripped whole 0", expect = ACCEPTABLE, desc = "The last one was first.")
    @State
    public static class InterruptOfOneOfThree extends Meeting {
        public InterruptOfOneOfThree() {
            super(3, 2);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(second, Waits.INTERRUPTING);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = meetOrLeave();
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state().equals("whole 1") ? "still waiting 1" : endOf(waiting) + " " + state();
        }
    }
}
