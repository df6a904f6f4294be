package dev.jthreading.sync;

import java.util.function.BooleanSupplier;

/** How a thread waits: the one gateway that the owner of the threads puts around every wait. */
public interface Blocking {

    /** A wait that may be given up and taken up again: it reads its deadline anew each time. */
    @FunctionalInterface
    interface Wait {
        /** Returns whether what was waited for came before the deadline. */
        boolean await() throws InterruptedException;

        /**
         * Whether {@link #await} would return at once, which a thread may look at for a moment before it parks. A wait that cannot
         * tell says that it would, so that nobody looks.
         */
        default boolean isOver() {
            return true;
        }

        /** {@code wait}, which would return at once when {@code over} says so. */
        static Wait until(BooleanSupplier over, Wait wait) {
            return new Wait() {
                @Override
                public boolean await() throws InterruptedException {
                    return wait.await();
                }

                @Override
                public boolean isOver() {
                    return over.getAsBoolean();
                }
            };
        }
    }

    /** Waits as plain Java threads do: an interrupt ends the wait. */
    Blocking JAVA = new Blocking() {
        @Override
        public boolean await(Wait wait) throws InterruptedException {
            return wait.await();
        }

        @Override
        public boolean isDeferrable(Throwable interruption) {
            return interruption instanceof InterruptedException;
        }
    };

    /** Runs {@code wait} to its end, or throws what interrupts this thread. */
    boolean await(Wait wait) throws InterruptedException;

    /** To be called amid a wait: throws if this thread is to leave it. */
    default void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Whether {@code interruption}, thrown out of a wait, may be kept back until a lock has been taken again. */
    boolean isDeferrable(Throwable interruption);

    /** Runs {@code attempt}, and keeps deferrable interruptions waiting until it ends where they can be. */
    default boolean deferInterruptions(Wait attempt) throws InterruptedException {
        return attempt.await();
    }

    /**
     * Makes {@code attempt} until it succeeds whatever interrupts it, and only then throws the first interruption. For
     * taking a lock again: user code that finds its lock free after a failed wait would release a lock that it does not hold.
     */
    default void awaitUninterruptibly(Wait attempt) throws InterruptedException {
        Throwable first = null;
        boolean done = false;
        while (!done) {
            try {
                done = first == null ? attempt.await() : deferInterruptions(attempt);
            } catch (InterruptedException | RuntimeException | Error interruption) {
                if (!isDeferrable(interruption)) {
                    throw interruption;
                }
                first = first == null ? interruption : first;
            }
        }
        switch (first) {
            case null -> { }
            case InterruptedException interrupted -> throw interrupted;
            case Error error -> throw error;
            default -> throw (RuntimeException) first;
        }
    }
}
