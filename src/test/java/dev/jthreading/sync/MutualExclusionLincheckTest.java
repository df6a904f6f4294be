package dev.jthreading.sync;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that no two threads are in a critical section at once, that each that waits without a timeout gets in, and that the
 * section is free in the end. Timeouts and interrupts end other waits meanwhile: what such a thread got goes to the next.
 */
@Tag("lincheck")
class MutualExclusionLincheckTest {

    /** The operations. Each leaves the section again that it entered. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public abstract static class Section {

        private int inside;

        abstract boolean enter(Deadline deadline, Blocking blocking) throws InterruptedException;

        abstract boolean leave();

        abstract boolean isFree();

        @Operation
        public boolean use() throws InterruptedException {
            return enterAndLeave(Deadline.NEVER, Blocking.JAVA);
        }

        @Operation
        public void useInTime(@Param(name = "looks") int looks) throws InterruptedException {
            enterAndLeave(new CheckedDeadline(looks), Blocking.JAVA);
        }

        @Operation
        @SuppressWarnings("EmptyCatch")
        public void useOrBeInterrupted(@Param(name = "looks") int parks) {
            try {
                enterAndLeave(CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                // It leaves without the section, and without what others wait for.
            }
        }

        @Validate
        public void isFreeInTheEnd() {
            if (!isFree()) {
                throw new IllegalStateException("nobody is inside, and nobody can enter");
            }
        }

        private boolean enterAndLeave(Deadline deadline, Blocking blocking) throws InterruptedException {
            if (!enter(deadline, blocking)) {
                return false;
            }
            if (++inside != 1) {
                throw new IllegalStateException("two are inside");
            }
            inside--;
            return leave();
        }
    }

    /** Whoever has no timeout gets in. */
    public static class Specification {
        public boolean use() {
            return true;
        }

        public void useInTime(int looks) { }

        public void useOrBeInterrupted(int parks) { }
    }

    /** Guarded by {@code lock}. */
    public abstract static class Locked extends Section {

        final QueuedLock lock;

        Locked(QueuedLock lock) {
            this.lock = lock;
        }

        @Override
        boolean enter(Deadline deadline, Blocking blocking) throws InterruptedException {
            return lock.acquire(deadline, blocking);
        }

        @Override
        boolean leave() {
            return lock.release();
        }

        @Override
        boolean isFree() {
            return !lock.isLocked();
        }
    }

    /** A {@link Lock}. */
    public static class ByLock extends Locked {
        public ByLock() {
            super(new Lock());
        }
    }

    /** An {@link RLock}. */
    public static class ByRLock extends Locked {
        public ByRLock() {
            super(new RLock());
        }
    }

    /** A {@link Lock} that each release hands to a thread which waits. */
    public static class ByHandOff extends Locked {
        public ByHandOff() {
            super(new Lock());
        }

        @Override
        boolean enter(Deadline deadline, Blocking blocking) throws InterruptedException {
            return lock.acquireByHandOff(deadline, blocking);
        }
    }

    /** An {@link RLock} that each release hands to a thread which waits. */
    public static class ByHandOffOfRLock extends Locked {
        public ByHandOffOfRLock() {
            super(new RLock());
        }

        @Override
        boolean enter(Deadline deadline, Blocking blocking) throws InterruptedException {
            return lock.acquireByHandOff(deadline, blocking);
        }
    }

    /** A {@link Semaphore} with one permit. */
    public static class BySemaphore extends Section {

        private final Semaphore semaphore = new Semaphore(1, 1);

        @Override
        boolean enter(Deadline deadline, Blocking blocking) throws InterruptedException {
            return semaphore.acquire(deadline, blocking);
        }

        @Override
        boolean leave() {
            return semaphore.release(1);
        }

        @Override
        boolean isFree() {
            return semaphore.permits() == 1;
        }
    }

    @Test
    void modelCheckLock() {
        Lincheck.modelCheck(ByLock.class, Specification.class, 2);
    }

    @Test
    void modelCheckRLock() {
        Lincheck.modelCheck(ByRLock.class, Specification.class, 2);
    }

    @Test
    void modelCheckHandOff() {
        Lincheck.modelCheck(ByHandOff.class, Specification.class, 2);
    }

    @Test
    void modelCheckHandOffOfRLock() {
        Lincheck.modelCheck(ByHandOffOfRLock.class, Specification.class, 2);
    }

    @Test
    void modelCheckSemaphore() {
        Lincheck.modelCheck(BySemaphore.class, Specification.class, 2);
    }

    @Test
    void stressLock() {
        Lincheck.stress(ByLock.class, Specification.class, 2);
    }

    @Test
    void stressRLock() {
        Lincheck.stress(ByRLock.class, Specification.class, 2);
    }

    @Test
    void stressHandOff() {
        Lincheck.stress(ByHandOff.class, Specification.class, 2);
    }

    @Test
    void stressHandOffOfRLock() {
        Lincheck.stress(ByHandOffOfRLock.class, Specification.class, 2);
    }

    @Test
    void stressSemaphore() {
        Lincheck.stress(BySemaphore.class, Specification.class, 2);
    }
}
