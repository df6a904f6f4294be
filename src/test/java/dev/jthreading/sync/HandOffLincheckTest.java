package dev.jthreading.sync;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks a {@link Lock} that releases hand to the thread which waits first, against the flag of {@link LockLincheckTest}.
 * Any thread may release the lock, also one that is handed off. {@link MutualExclusionLincheckTest} has the interrupts: such a
 * thread declines the hand-off, and frees the lock unless another has released it.
 */
@Tag("lincheck")
class HandOffLincheckTest {

    /** The operations. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Flag {

        private final Lock lock = new Lock();

        @Operation
        public boolean tryAcquire() {
            return lock.tryAcquire();
        }

        @Operation
        public boolean acquire(@Param(name = "looks") int looks) throws InterruptedException {
            CheckedDeadline deadline = new CheckedDeadline(looks);
            return deadline.ended(lock.acquireByHandOff(deadline, Blocking.JAVA));
        }

        @Operation
        public boolean release() {
            return lock.release();
        }

        @Operation
        public boolean isLocked() {
            return lock.isLocked();
        }
    }

    @Test
    void modelCheck() {
        Lincheck.modelCheck(Flag.class, LockLincheckTest.Specification.class, 3);
    }

    @Test
    void stress() {
        Lincheck.stress(Flag.class, LockLincheckTest.Specification.class, 3);
    }
}
