package dev.jthreading.sync;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link Lock} against a flag. An acquire returns true and sets the flag, or finds it set at some moment between its
 * begin and its end; only then may a timeout or an interrupt end it. A release returns whether it cleared the flag.
 */
@Tag("lincheck")
@Param(name = "looks", gen = IntGen.class, conf = "0:2")
public class LockLincheckTest {

    private final Lock lock = new Lock();

    /** The flag. */
    public static class Specification {
        private boolean locked;

        public boolean tryAcquire() {
            boolean free = !locked;
            locked = true;
            return free;
        }

        public boolean acquire(int looks) {
            return tryAcquire();
        }

        public boolean acquireOrBeInterrupted(int parks) {
            return tryAcquire();
        }

        public boolean release() {
            boolean was = locked;
            locked = false;
            return was;
        }

        public boolean isLocked() {
            return locked;
        }
    }

    @Operation
    public boolean tryAcquire() {
        return lock.tryAcquire();
    }

    @Operation
    public boolean acquire(@Param(name = "looks") int looks) throws InterruptedException {
        CheckedDeadline deadline = new CheckedDeadline(looks);
        return deadline.ended(lock.acquire(deadline, Blocking.JAVA));
    }

    @Operation
    public boolean acquireOrBeInterrupted(@Param(name = "looks") int parks) {
        try {
            return lock.acquire(CheckedDeadline.never(), new CheckedBlocking(parks));
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Operation
    public boolean release() {
        return lock.release();
    }

    @Operation
    public boolean isLocked() {
        return lock.isLocked();
    }

    @Test
    void modelCheck() {
        Lincheck.modelCheck(LockLincheckTest.class, Specification.class, 2);
    }

    @Test
    void stress() {
        Lincheck.stress(LockLincheckTest.class, Specification.class, 2);
    }
}
