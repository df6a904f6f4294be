package dev.jthreading.sync;

import dev.jthreading.sync.WaitQueue.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait for a {@link Monitor}. A release wakes one of them, the heir, to try and take it; until the heir has
 * tried, no release needs to wake another.
 */
final class Contenders {

    private static final VarHandle HEIR;

    static {
        try {
            HEIR = MethodHandles.lookup().findVarHandle(Contenders.class, "heir", Waiter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ConcurrentLinkedDeque<Waiter> waiters = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Waiter heir;

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
    void arrived(Waiter waiter) {
        HEIR.compareAndSet(this, waiter, null);
    }

    /** Wakes the first, unless one that was woken has yet to try. */
    void wakeOne() {
        while (heir == null) {
            Waiter waiter = waiters.pollFirst();
            if (waiter == null) {
                return;
            }
            // Before the waiter can know: it takes this back when it has tried.
            heir = waiter;
            if (waiter.leave(Waiter.NOTIFIED)) {
                waiter.wake();
                return;
            }
            arrived(waiter);
        }
    }
}
