package dev.jthreading.sync;

import dev.jthreading.sync.WaitQueue.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait for a {@link QueuedLock}. A release wakes one of them, the successor, to try and take it; until the successor has
 * tried, no release needs to wake another.
 */
final class AcquireQueue {

    private static final VarHandle SUCCESSOR;

    static {
        try {
            SUCCESSOR = MethodHandles.lookup().findVarHandle(AcquireQueue.class, "successor", Waiter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ConcurrentLinkedDeque<Waiter> waiters = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Waiter successor;

    /** Queues {@code waiter}: behind all others, or before them if it was queued before. */
    void add(Waiter waiter, boolean again) {
        if (again) {
            waiters.addFirst(waiter);
        } else {
            waiters.addLast(waiter);
        }
    }

    void remove(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** The thread that waits longest. */
    @Nullable Waiter first() {
        return waiters.peekFirst();
    }

    /** {@code waiter} was woken and has come to try, or will not. */
    void clearSuccessor(Waiter waiter) {
        SUCCESSOR.compareAndSet(this, waiter, null);
    }

    /** Wakes the first, unless one that was woken has yet to try. */
    void wakeSuccessor() {
        while (successor == null) {
            Waiter waiter = waiters.pollFirst();
            if (waiter == null) {
                return;
            }
            // Before the waiter can know: it takes this back when it has tried.
            successor = waiter;
            if (waiter.leave(Waiter.NOTIFIED)) {
                waiter.wake();
                return;
            }
            clearSuccessor(waiter);
        }
    }
}
