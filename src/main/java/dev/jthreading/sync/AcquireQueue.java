package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait to acquire a {@link QueuedLock}. A release wakes one of them, its successor. Until the successor
 * has tried to acquire, other releases wake nobody: of two woken threads only one can have the lock.
 */
final class AcquireQueue {

    private static final VarHandle SUCCESSOR = Atomics.field(MethodHandles.lookup(), "successor", Waiter.class);

    private final ConcurrentLinkedDeque<Waiter> waiters = new ConcurrentLinkedDeque<>();
    /** The waiter that was woken and has yet to try; null if there is none. */
    private volatile @Nullable Waiter successor;

    /** Queues {@code waiter} at the tail. */
    void addLast(Waiter waiter) {
        waiters.addLast(waiter);
    }

    /** Queues {@code waiter} at the head, which is the place of a thread that was woken and failed. */
    void addFirst(Waiter waiter) {
        waiters.addFirst(waiter);
    }

    void remove(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** The waiter at the head; null if nobody waits. */
    @Nullable Waiter first() {
        return waiters.peekFirst();
    }

    /** If {@code waiter} is the successor, there is none any more: it is about to try, or will not. */
    void clearSuccessor(Waiter waiter) {
        SUCCESSOR.compareAndSet(this, waiter, null);
    }

    /** Wakes the waiter at the head as successor, unless there is a successor already. */
    void wakeSuccessor() {
        while (successor == null) {
            Waiter waiter = waiters.pollFirst();
            if (waiter == null) {
                return;
            }
            // Before the notification: a waiter that ran first would not find itself here to clear, and stay the successor.
            successor = waiter;
            if (waiter.tryNotify()) {
                waiter.unpark();
                return;
            }
            clearSuccessor(waiter);
        }
    }
}
