package dev.jthreading.sync;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link RLock} against an owner and a level. An acquire of the owner adds a level. Another's makes it the owner, or
 * finds an owner at some moment between its begin and its end; only then may a timeout or an interrupt end it. Of a release,
 * only the owner's succeeds.
 */
@Tag("lincheck")
@Param(name = "me", gen = ThreadIdGen.class)
@Param(name = "looks", gen = IntGen.class, conf = "0:2")
public class RLockLincheckTest {

    private final RLock lock = new RLock();

    /** The owner and the level. */
    public static class Specification {
        private int owner;
        private long level;

        public boolean tryAcquire(int me) {
            if (level > 0 && owner != me) {
                return false;
            }
            owner = me;
            level++;
            return true;
        }

        public boolean acquire(int me, int looks) {
            return tryAcquire(me);
        }

        public boolean acquireOrBeInterrupted(int me, int parks) {
            return tryAcquire(me);
        }

        public boolean release(int me) {
            boolean mine = level > 0 && owner == me;
            level -= mine ? 1 : 0;
            return mine;
        }

        public long myLevel(int me) {
            return owner == me ? level : 0;
        }

        public boolean isLocked() {
            return level > 0;
        }
    }

    @Operation
    public boolean tryAcquire(@Param(name = "me") int me) {
        return lock.tryAcquire();
    }

    @Operation
    public boolean acquire(@Param(name = "me") int me, @Param(name = "looks") int looks) throws InterruptedException {
        CheckedDeadline deadline = new CheckedDeadline(looks);
        return deadline.ended(lock.acquire(deadline, Blocking.JAVA));
    }

    @Operation
    public boolean acquireOrBeInterrupted(@Param(name = "me") int me, @Param(name = "looks") int parks) {
        try {
            return lock.acquire(CheckedDeadline.never(), new CheckedBlocking(parks));
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Operation
    public boolean release(@Param(name = "me") int me) {
        return lock.release();
    }

    @Operation
    public long myLevel(@Param(name = "me") int me) {
        return lock.levelOfCurrentThread();
    }

    @Operation
    public boolean isLocked() {
        return lock.isLocked();
    }

    @Test
    void modelCheck() {
        Lincheck.modelCheck(RLockLincheckTest.class, Specification.class, 3);
    }

    @Test
    void stress() {
        Lincheck.stress(RLockLincheckTest.class, Specification.class, 3);
    }
}
