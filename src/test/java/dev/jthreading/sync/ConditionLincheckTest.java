package dev.jthreading.sync;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link Condition}. A wait has two moments that count, its begin and its end. So the specifications are of what a
 * program makes with a condition: a number that one waits for, a gate, and how many notifications were sent and received.
 */
@Tag("lincheck")
class ConditionLincheckTest {

    private static final int THREADS = 3;

    /** A lock and its condition. Each use must find that nobody else is inside. */
    public abstract static class Monitor {

        final QueuedLock lock;
        final Condition condition;
        private int inside;

        Monitor(QueuedLock lock) {
            this.lock = lock;
            condition = new Condition(lock);
        }

        final void enter() throws InterruptedException {
            lock.acquire(Deadline.NEVER, Blocking.JAVA);
            came();
        }

        final void leave() {
            inside--;
            if (!lock.release()) {
                throw new IllegalStateException("the lock was released meanwhile");
            }
        }

        /** Waits, and must hold the lock again afterwards, whatever ended the wait. */
        final boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
            inside--;
            try {
                return condition.await(deadline, blocking);
            } finally {
                came();
            }
        }

        private void came() {
            if (++inside != 1) {
                throw new IllegalStateException("two are inside");
            }
        }
    }

    /** Takes from a number, and waits until there is something to take. Each give notifies one. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Store extends Monitor {

        private int items;

        public Store() {
            super(new RLock());
        }

        @Operation
        public void give() throws InterruptedException {
            enter();
            items++;
            condition.notify(1);
            leave();
        }

        @Operation
        public boolean take(@Param(name = "looks") int looks) throws InterruptedException {
            CheckedDeadline deadline = new CheckedDeadline(looks);
            enter();
            try {
                return deadline.ended(take(deadline, Blocking.JAVA));
            } finally {
                leave();
            }
        }

        @Operation
        public boolean takeOrBeInterrupted(@Param(name = "looks") int parks) throws InterruptedException {
            enter();
            try {
                return take(CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                // It may have the item nevertheless, as any other thread that comes in later.
                return take(new CheckedDeadline(0), Blocking.JAVA);
            } finally {
                leave();
            }
        }

        private boolean take(Deadline deadline, Blocking blocking) throws InterruptedException {
            boolean inTime = true;
            while (items == 0 && inTime) {
                inTime = await(deadline, blocking);
            }
            boolean any = items > 0;
            items -= any ? 1 : 0;
            return any;
        }
    }

    /** The number. A take returns false at a moment when it is 0. */
    public static class StoreSpecification {
        private int items;

        public void give() {
            items++;
        }

        public boolean take(int looks) {
            boolean any = items > 0;
            items -= any ? 1 : 0;
            return any;
        }

        public boolean takeOrBeInterrupted(int parks) {
            return take(parks);
        }
    }

    /**
     * The last thread to arrive opens the gate and notifies one; each that was notified notifies the next. So a notification
     * that a thread takes with it, which timed out or was interrupted, leaves others waiting for ever.
     */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Gate extends Monitor {

        private int arrived;

        public Gate() {
            super(new Lock());
        }

        @Operation
        public boolean pass() throws InterruptedException {
            return pass(Deadline.NEVER, Blocking.JAVA);
        }

        @Operation
        public void passInTime(@Param(name = "looks") int looks) throws InterruptedException {
            pass(new CheckedDeadline(looks), Blocking.JAVA);
        }

        @Operation
        @SuppressWarnings("EmptyCatch")
        public void passOrBeInterrupted(@Param(name = "looks") int parks) {
            try {
                pass(CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                // It leaves, and the notification that it may have got goes on to the next.
            }
        }

        private boolean pass(Deadline deadline, Blocking blocking) throws InterruptedException {
            enter();
            try {
                if (++arrived < THREADS && !await(deadline, blocking)) {
                    return false;
                }
                condition.notify(1);
                return arrived >= THREADS;
            } finally {
                leave();
            }
        }
    }

    /** Who waits without a timeout passes, and finds the gate open. */
    public static class GateSpecification {
        public boolean pass() {
            return true;
        }

        public void passInTime(int looks) { }

        public void passOrBeInterrupted(int parks) { }
    }

    /** As many waits return true as notifications were sent, and nobody stays in the queue. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    @Param(name = "count", gen = IntGen.class, conf = "1:3")
    public static class Balance extends Monitor {

        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger received = new AtomicInteger();

        public Balance() {
            super(new Lock());
        }

        @Operation
        public void await(@Param(name = "looks") int looks) throws InterruptedException {
            enter();
            if (await(new CheckedDeadline(looks), Blocking.JAVA)) {
                received.incrementAndGet();
            }
            leave();
        }

        @Operation
        public void notify(@Param(name = "count") int count) throws InterruptedException {
            enter();
            sent.addAndGet((int) condition.notify(count));
            leave();
        }

        @Validate
        public void isBalanced() {
            if (sent.get() != received.get() || condition.size() != 0) {
                throw new IllegalStateException(sent + " sent, " + received + " received, " + condition.size() + " wait");
            }
        }
    }

    /** The operations return nothing. */
    public static class BalanceSpecification {
        public void await(int looks) { }

        public void notify(int count) { }
    }

    @Test
    void modelCheckStore() {
        Lincheck.modelCheck(Store.class, StoreSpecification.class, 2);
    }

    @Test
    void modelCheckGate() {
        Lincheck.modelCheck(Gate.class, GateSpecification.class, 1);
    }

    @Test
    void modelCheckBalance() {
        Lincheck.modelCheck(Balance.class, BalanceSpecification.class, 2);
    }

    @Test
    void stressStore() {
        Lincheck.stress(Store.class, StoreSpecification.class, 2);
    }

    @Test
    void stressGate() {
        Lincheck.stress(Gate.class, GateSpecification.class, 1);
    }

    @Test
    void stressBalance() {
        Lincheck.stress(Balance.class, BalanceSpecification.class, 2);
    }
}
