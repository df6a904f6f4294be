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

/** A barrier that is reset or broken against threads that wait, come or give up. */
public final class BarrierResetStress {

    private BarrierResetStress() { }

    /** It finds the barrier broken, and the barrier is whole. */
    @JCStressTest
    @Description("reset against a thread that waits")
    @Outcome(id = "broken whole 0, reset, whole 0", expect = ACCEPTABLE, desc = "The thread is gone.")
    @State
    public static class ResetAgainstWait extends Meeting {
        public ResetAgainstWait() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(waiting, Waits.any()) + " " + state();
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.reset();
            r.r2 = "reset";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** It finds the barrier broken, which it stays. */
    @JCStressTest
    @Description("abort against a thread that waits")
    @Outcome(id = "broken broken 0, abort, broken 0", expect = ACCEPTABLE, desc = "The thread is gone.")
    @State
    public static class AbortAgainstWait extends Meeting {
        public AbortAgainstWait() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(waiting, Waits.any()) + " " + state();
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.abort();
            r.r2 = "abort";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** Both threads pass, or the one that waited finds the barrier broken. */
    @JCStressTest
    @Description("reset against the last one")
    @Outcome(id = "tripped, reset, tripped whole 0", expect = ACCEPTABLE, desc = "The last one was first.")
    @Outcome(id = "(broken|alone), reset, broken whole 0", expect = ACCEPTABLE, desc = "reset was first.")
    @State
    public static class ResetAgainstTrip extends Meeting {
        public ResetAgainstTrip() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = meetOrLeave();
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.reset();
            r.r2 = "reset";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOf(waiting) + " " + state();
        }
    }

    /** Both threads pass, or both find the barrier broken. */
    @JCStressTest
    @Description("abort against the last one")
    @Outcome(id = "tripped, abort, tripped broken 0", expect = ACCEPTABLE, desc = "The last one was first.")
    @Outcome(id = "broken, abort, broken broken 0", expect = ACCEPTABLE, desc = "abort was first.")
    @State
    public static class AbortAgainstTrip extends Meeting {
        public AbortAgainstTrip() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = meetOrLeave();
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.abort();
            r.r2 = "abort";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOf(waiting) + " " + state();
        }
    }

    /** The last one and the one that waits agree. */
    @JCStressTest
    @Description("reset while the action runs")
    @Outcome(id = "tripped, reset, tripped whole 0", expect = ACCEPTABLE, desc = "The last one was first.")
    @Outcome(id = "broken, reset, broken whole 0", expect = ACCEPTABLE, desc = "reset was first.")
    @State
    public static class ResetDuringAction extends Meeting {
        public ResetDuringAction() {
            super(2, 2);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = trip(second);
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.reset();
            r.r2 = "reset";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOf(waiting) + " " + state();
        }
    }

    /** The barrier breaks once. */
    @JCStressTest
    @Description("An action that fails against a deadline")
    @Outcome(id = "broken, failed, broken 0", expect = ACCEPTABLE, desc = "Both find it broken.")
    @State
    public static class FailedActionAgainstTimeout extends Meeting {
        public FailedActionAgainstTimeout() {
            super(2, 2);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(waiting, Waits.timingOutOnce());
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.breakGeneration(Objects.requireNonNull(second));
            r.r2 = "failed";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** The barrier is whole unless the deadline passed after reset, which had then ended the generation. */
    @JCStressTest
    @Description("reset against a deadline")
    @Outcome(id = "broken, reset, whole 0", expect = ACCEPTABLE, desc = "The barrier is whole.")
    @State
    public static class ResetAgainstTimeout extends Meeting {
        public ResetAgainstTimeout() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(waiting, Waits.timingOutOnce());
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.reset();
            r.r2 = "reset";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = state();
        }
    }

    /** No thread is counted twice when it leaves. */
    @JCStressTest
    @Description("reset against an interrupt")
    @Outcome(id = "(broken|interrupted), reset, broken whole 0", expect = ACCEPTABLE, desc = "The barrier is empty.")
    @State
    public static class ResetAgainstInterrupt extends Meeting {
        public ResetAgainstInterrupt() {
            super(3, 2);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(second, Waits.INTERRUPTING);
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.reset();
            r.r2 = "reset";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOf(waiting) + " " + state();
        }
    }

    /** The other thread that waits finds the barrier broken. */
    @JCStressTest
    @Description("abort against an interrupt")
    @Outcome(id = "(broken|interrupted), abort, broken broken 0", expect = ACCEPTABLE, desc = "The barrier is broken.")
    @State
    public static class AbortAgainstInterrupt extends Meeting {
        public AbortAgainstInterrupt() {
            super(3, 2);
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = await(second, Waits.INTERRUPTING);
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.abort();
            r.r2 = "abort";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOf(waiting) + " " + state();
        }
    }

    /** The thread that waits finds the barrier broken, whichever comes first. */
    @JCStressTest
    @Description("abort against reset")
    @Outcome(id = "abort, reset, broken (whole|broken) 0", expect = ACCEPTABLE, desc = "The generation ends.")
    @State
    public static class AbortAgainstReset extends Meeting {
        public AbortAgainstReset() {
            super(2, 1);
        }

        @Actor
        public void one(LLL_Result r) {
            barrier.abort();
            r.r1 = "abort";
        }

        @Actor
        public void two(LLL_Result r) {
            barrier.reset();
            r.r2 = "reset";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = endOf(waiting) + " " + state();
        }
    }
}
