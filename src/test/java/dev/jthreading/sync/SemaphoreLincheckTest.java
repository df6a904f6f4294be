package dev.jthreading.sync;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link Semaphore} against a number. An acquire takes one, or finds none at some moment between its begin and its end;
 * only then may a timeout or an interrupt end it. A release adds, or returns false at a moment when that would be too many.
 */
@Tag("lincheck")
class SemaphoreLincheckTest {

    /** A semaphore that may have two permits. */
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    @Param(name = "count", gen = IntGen.class, conf = "1:2")
    public static class Bounded {

        private final Semaphore semaphore;

        public Bounded() {
            this(2);
        }

        Bounded(long bound) {
            semaphore = new Semaphore(1, bound);
        }

        @Operation
        public boolean tryAcquire() {
            return semaphore.tryAcquire();
        }

        @Operation
        public boolean acquire(@Param(name = "looks") int looks) throws InterruptedException {
            CheckedDeadline deadline = new CheckedDeadline(looks);
            return deadline.ended(semaphore.acquire(deadline, Blocking.JAVA));
        }

        @Operation
        public boolean acquireOrBeInterrupted(@Param(name = "looks") int parks) {
            try {
                return semaphore.acquire(CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                return false;
            }
        }

        @Operation
        public boolean release(@Param(name = "count") int count) {
            return semaphore.release(count);
        }

        @Operation
        public long permits() {
            return semaphore.permits();
        }
    }

    /** A semaphore that may have any number of permits. */
    public static class Unbounded extends Bounded {
        public Unbounded() {
            super(Long.MAX_VALUE);
        }
    }

    /** The number, and the most that it may be. */
    public static class Specification {
        private final long bound;
        private long permits = 1;

        public Specification() {
            this(2);
        }

        Specification(long bound) {
            this.bound = bound;
        }

        public boolean tryAcquire() {
            boolean any = permits > 0;
            permits -= any ? 1 : 0;
            return any;
        }

        public boolean acquire(int looks) {
            return tryAcquire();
        }

        public boolean acquireOrBeInterrupted(int parks) {
            return tryAcquire();
        }

        public boolean release(int count) {
            boolean fits = permits + count <= bound;
            permits += fits ? count : 0;
            return fits;
        }

        public long permits() {
            return permits;
        }
    }

    /** The number alone. */
    public static class UnboundedSpecification extends Specification {
        public UnboundedSpecification() {
            super(Integer.MAX_VALUE);
        }
    }

    @Test
    void modelCheckBounded() {
        Lincheck.modelCheck(Bounded.class, Specification.class, 3);
    }

    @Test
    void modelCheckUnbounded() {
        Lincheck.modelCheck(Unbounded.class, UnboundedSpecification.class, 3);
    }

    @Test
    void stressBounded() {
        Lincheck.stress(Bounded.class, Specification.class, 3);
    }

    @Test
    void stressUnbounded() {
        Lincheck.stress(Unbounded.class, UnboundedSpecification.class, 3);
    }
}
