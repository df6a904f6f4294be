package dev.jthreading.sync;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks {@link Event} against a flag, and that each wait sees the flag set. */
@Tag("lincheck")
class EventLincheckTest {

    private static final int THREADS = 3;

    /** A wait returns whether the flag was set at some moment between its begin and its end. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Flag {

        private final Event event = new Event();

        @Operation
        public void set() {
            event.set();
        }

        @Operation
        public void clear() {
            event.clear();
        }

        @Operation
        public boolean isSet() {
            return event.isSet();
        }

        @Operation
        public boolean await(@Param(name = "looks") int looks) throws InterruptedException {
            CheckedDeadline deadline = new CheckedDeadline(looks);
            return deadline.ended(event.await(deadline, Blocking.JAVA));
        }

        @Operation
        public boolean awaitOrBeInterrupted(@Param(name = "looks") int parks) {
            try {
                return event.await(CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                return false;
            }
        }
    }

    /** The flag. */
    public static class FlagSpecification {
        private boolean flag;

        public void set() {
            flag = true;
        }

        public void clear() {
            flag = false;
        }

        public boolean isSet() {
            return flag;
        }

        public boolean await(int looks) {
            return flag;
        }

        public boolean awaitOrBeInterrupted(int parks) {
            return flag;
        }
    }

    /** Each thread arrives, and the last one to arrive sets the event: so each wait without a timeout ends. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Latch {

        private final Event event = new Event();
        private final AtomicInteger arrived = new AtomicInteger();

        @Operation
        public boolean arrive() throws InterruptedException {
            setIfLast();
            return event.await(Deadline.NEVER, Blocking.JAVA);
        }

        @Operation
        public void arriveInTime(@Param(name = "looks") int looks) throws InterruptedException {
            setIfLast();
            event.await(new CheckedDeadline(looks), Blocking.JAVA);
        }

        private void setIfLast() {
            if (arrived.incrementAndGet() == THREADS) {
                event.set();
            }
        }
    }

    /** Every wait without a timeout returns true. */
    public static class LatchSpecification {
        public boolean arrive() {
            return true;
        }

        public void arriveInTime(int looks) { }
    }

    @Test
    void modelCheck() {
        Lincheck.modelCheck(Flag.class, FlagSpecification.class, 3);
    }

    @Test
    void stress() {
        Lincheck.stress(Flag.class, FlagSpecification.class, 3);
    }

    @Test
    void modelCheckLatch() {
        Lincheck.modelCheck(Latch.class, LatchSpecification.class, 1);
    }

    @Test
    void stressLatch() {
        Lincheck.stress(Latch.class, LatchSpecification.class, 1);
    }
}
