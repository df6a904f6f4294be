package dev.jthreading.sync;

import java.util.Set;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link Barrier}: whether it is broken against a flag, and rounds in which threads pass, time out and are interrupted
 * against what all threads of a round must agree on.
 */
@Tag("lincheck")
class BarrierLincheckTest {

    private static final int THREADS = 3;

    /** Nobody completes a round. A wait finds the barrier broken, or breaks it at its deadline, or ends with a reset. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Flag {

        private final Barrier barrier = new Barrier(100);

        @Operation
        public boolean await(@Param(name = "looks") int looks) throws InterruptedException {
            Barrier.Arrival arrival = barrier.arrive(Blocking.JAVA);
            return arrival != null && barrier.await(arrival, new CheckedDeadline(looks), Blocking.JAVA);
        }

        @Operation
        public void abort() {
            barrier.abort();
        }

        @Operation
        public void reset() {
            barrier.reset();
        }

        @Operation
        public boolean isBroken() {
            return barrier.isBroken();
        }
    }

    /** The flag. A wait that ends with a reset counts as one that broke the barrier just before. */
    public static class FlagSpecification {
        private boolean broken;

        public boolean await(int looks) {
            broken = true;
            return false;
        }

        public void abort() {
            broken = true;
        }

        public void reset() {
            broken = false;
        }

        public boolean isBroken() {
            return broken;
        }
    }

    /** What the threads of a round must agree on. The operations throw if they do not. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public abstract static class Round {

        final Barrier barrier = new Barrier(parties());
        private final Agreement agreement = new Agreement();

        abstract int parties();

        abstract boolean canBeReset();

        @Operation
        public void passInTime(@Param(name = "looks") int looks) throws InterruptedException {
            pass(new CheckedDeadline(looks), Blocking.JAVA);
        }

        final void pass(Deadline deadline, Blocking blocking) throws InterruptedException {
            Set<Barrier.Generation> over = agreement.over();
            Barrier.Arrival arrival = barrier.arrive(Blocking.JAVA);
            if (arrival != null) {
                agreement.arrived(over, arrival);
                boolean tripped = arrival.last() ? barrier.trip(arrival) : barrier.await(arrival, deadline, blocking);
                agreement.ended(arrival, tripped);
                if (!tripped && !canBeReset() && !barrier.isBroken()) {
                    throw new IllegalStateException("the barrier broke, and is whole again");
                }
            }
        }
    }

    /** Three complete a round. All come equally often, so everybody's wait ends, also without a timeout. */
    public static class RoundOfAll extends Round {

        @Override
        int parties() {
            return THREADS;
        }

        @Override
        boolean canBeReset() {
            return false;
        }

        @Operation
        public void pass() throws InterruptedException {
            pass(Deadline.NEVER, Blocking.JAVA);
        }

        /** As Python's barrier does: an interrupted thread breaks it. */
        @Operation
        public void passOrAbort(@Param(name = "looks") int parks) {
            try {
                pass(CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                barrier.abort();
            }
        }
    }

    /** Two of three complete a round. Others reset the barrier and leave it meanwhile. */
    public static class RoundOfTwo extends Round {

        @Override
        int parties() {
            return 2;
        }

        @Override
        boolean canBeReset() {
            return true;
        }

        @Operation
        public void reset() {
            barrier.reset();
        }

        @Operation
        @SuppressWarnings("EmptyCatch")
        public void passOrLeave(@Param(name = "looks") int parks) {
            try {
                pass(new CheckedDeadline(parks + 1), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                // The others go on without it.
            }
        }
    }

    /** The operations return nothing. */
    public static class RoundSpecification {
        public void pass() { }

        public void passInTime(int looks) { }

        public void passOrAbort(int parks) { }

        public void reset() { }

        public void passOrLeave(int parks) { }
    }

    @Test
    void modelCheckFlag() {
        Lincheck.modelCheck(Flag.class, FlagSpecification.class, 2);
    }

    @Test
    void modelCheckRoundOfAll() {
        Lincheck.modelCheck(RoundOfAll.class, RoundSpecification.class, 2);
    }

    @Test
    void modelCheckRoundOfTwo() {
        Lincheck.modelCheck(RoundOfTwo.class, RoundSpecification.class, 2);
    }

    @Test
    void stressFlag() {
        Lincheck.stress(Flag.class, FlagSpecification.class, 2);
    }

    @Test
    void stressRoundOfAll() {
        Lincheck.stress(RoundOfAll.class, RoundSpecification.class, 2);
    }

    @Test
    void stressRoundOfTwo() {
        Lincheck.stress(RoundOfTwo.class, RoundSpecification.class, 2);
    }
}
