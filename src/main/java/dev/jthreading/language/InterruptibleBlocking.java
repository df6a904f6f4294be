package dev.jthreading.language;

import com.oracle.truffle.api.TruffleSafepoint;
import dev.jthreading.sync.Blocking;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One wait of a Java thread for a lock of Python's, as {@link java.util.concurrent.locks.Lock#lockInterruptibly} has it:
 * {@link Thread#interrupt} ends it. All else is as in {@link SafepointBlocking}, whose waits such an interrupt does not end. Here the
 * engine calls the thread to a safepoint by an unpark and not by an interrupt, or the two could not be told apart. The calling thread
 * has the GIL, but for the wait itself: so nobody misses what that one got if the thread is ended on its way back.
 */
final class InterruptibleBlocking implements Blocking, TruffleSafepoint.Interrupter {

    private final SafepointBlocking gateway;
    private final UnlockedBlocking unlocked;
    private volatile boolean called;

    /** In {@code gateway}, through {@code unlocked}. */
    InterruptibleBlocking(SafepointBlocking gateway, UnlockedBlocking unlocked) {
        this.gateway = gateway;
        this.unlocked = unlocked;
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
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        unlocked.callApplication(() -> {
            try {
                over.setPlain(gateway.await(this, gateway::awaitUndisturbed, wait));
            } catch (Interrupted application) {
                interrupted.setPlain(true);
            }
        });
        if (interrupted.getPlain()) {
            throw new InterruptedException();
        }
        return over.getPlain();
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
