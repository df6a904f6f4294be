package dev.jthreading.language;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.jthreading.sync.Blocking;
import java.util.concurrent.locks.LockSupport;

/**
 * One wait of a Java thread for a lock of Python's, as {@link java.util.concurrent.locks.Lock#lockInterruptibly} has it:
 * {@link Thread#interrupt} ends it. All else is as in {@link SafepointBlocking}, whose waits such an interrupt does not end. Here the
 * engine calls the thread to a safepoint by an unpark and not by an interrupt, or the two could not be told apart. The calling thread
 * must not have the GIL.
 */
final class InterruptibleBlocking implements Blocking, TruffleSafepoint.Interrupter {

    private final SafepointBlocking gateway;
    private volatile boolean called;

    /** In {@code gateway}. */
    InterruptibleBlocking(SafepointBlocking gateway) {
        this.gateway = gateway;
    }

    /** The application's interrupt: the engine takes every InterruptedException for its own. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super(null, null, false, false);
        }
    }

    @Override
    public boolean await(Wait wait) throws InterruptedException {
        try {
            return gateway.await(this, gateway::awaitUndisturbed, wait);
        } catch (Interrupted interrupted) {
            throw (InterruptedException) new InterruptedException().initCause(interrupted);
        }
    }

    @Override
    public void throwIfInterrupted() throws InterruptedException {
        if (called) {
            throw new InterruptedException();
        }
        if (Thread.interrupted()) {
            throw new Interrupted();
        }
    }

    @Override
    public void interrupt(Thread thread) {
        called = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void resetInterrupted() {
        called = false;
    }

    @Override
    public boolean deferInterruptions(Wait attempt) throws InterruptedException {
        return gateway.deferInterruptions(attempt);
    }

    @Override
    public boolean isDeferrable(Throwable interruption) {
        return interruption instanceof InterruptedException || gateway.isDeferrable(interruption);
    }
}
