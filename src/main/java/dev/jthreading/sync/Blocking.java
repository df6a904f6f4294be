package dev.jthreading.sync;

import java.util.function.BooleanSupplier;

/** The gateway around every wait: its implementations say what a thread gives up while it waits, and what interrupts it. */
public interface Blocking {

    /** A wait that the gateway may interrupt and begin again: it reads the time left to its deadline anew each time. */
    @FunctionalInterface
    interface Wait {
        /** Returns false if the deadline passed before what the thread waits for. */
        boolean await() throws InterruptedException;

        /**
         * Whether {@link #await} would return at once. A thread may spin on this before it parks. A wait that cannot tell
         * returns true, so that no thread spins.
         */
        default boolean isOver() {
            return true;
        }

        /** Returns {@code wait}, which is over when {@code over} says so. */
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

    /** The gateway of plain Java threads: an interrupt ends the wait. */
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

    /** Runs {@code wait} to its end and returns its result, or throws what interrupts this thread. */
    boolean await(Wait wait) throws InterruptedException;

    /** Runs code of the application's, which may wait for whatever it likes: without what a thread gives up while it waits. */
    default void callApplication(Runnable code) {
        code.run();
    }

    /** Throws if this thread must leave its wait. A wait calls this before it parks. */
    default void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Whether {@code interruption}, which a wait threw, may be deferred until the thread has acquired a lock again. */
    boolean isDeferrable(Throwable interruption);

    /** Runs {@code attempt}, and defers interruptions until it ends, as far as the gateway can. */
    default boolean deferInterruptions(Wait attempt) throws InterruptedException {
        return attempt.await();
    }

    /**
     * Repeats {@code attempt} until it succeeds, whatever interrupts it, and only then throws the first interruption. For
     * acquiring a lock again after a wait: the caller will release the lock also if the wait failed, so it must hold it.
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
