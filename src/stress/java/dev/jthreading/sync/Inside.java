package dev.jthreading.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The synchronizers' private state. A test begins in the state that a third thread would have made, with a waiter of that
 * thread in the queue. It ends by asking what became of that waiter.
 */
final class Inside {

    private static final VarHandle LOCK_QUEUE = field(QueuedLock.class, "queue", AcquireQueue.class);
    private static final VarHandle DEFERRED = field(QueuedLock.class, "deferred", Waiter.class);
    private static final VarHandle CONDITION_QUEUE = field(Condition.class, "queue", WaitQueue.class);
    private static final VarHandle SEMAPHORE_QUEUE = field(Semaphore.class, "queue", WaitQueue.class);
    private static final VarHandle QUEUE_WAITERS = field(SimpleQueue.class, "waiters", WaitQueue.class);
    private static final VarHandle TAKERS = field(BoundedQueue.class, "takers", WaitQueue.class);
    private static final VarHandle EVENT_STATE = field(Event.class, "state", AtomicReference.class);

    private Inside() { }

    private static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The queue of a lock that somebody waits for. */
    static AcquireQueue queue(QueuedLock lock) {
        return (AcquireQueue) Objects.requireNonNull(LOCK_QUEUE.getVolatile(lock));
    }

    static WaitQueue queue(Condition condition) {
        return (WaitQueue) Objects.requireNonNull(CONDITION_QUEUE.get(condition));
    }

    /** Gives {@code semaphore} a queue, which it else makes for its first waiter. */
    static WaitQueue makeQueue(Semaphore semaphore) {
        WaitQueue queue = new WaitQueue(semaphore);
        SEMAPHORE_QUEUE.setVolatile(semaphore, queue);
        return queue;
    }

    /** Gives {@code queue} a queue of waiters likewise. */
    static WaitQueue makeQueue(SimpleQueue queue) {
        WaitQueue waiters = new WaitQueue(queue);
        QUEUE_WAITERS.setVolatile(queue, waiters);
        return waiters;
    }

    static WaitQueue takers(BoundedQueue<?> queue) {
        return (WaitQueue) Objects.requireNonNull(TAKERS.get(queue));
    }

    /** Gives {@code event} a queue likewise. */
    @SuppressWarnings("unchecked")
    static WaitQueue makeQueue(Event event) {
        WaitQueue queue = new WaitQueue(event);
        ((AtomicReference<Object>) Objects.requireNonNull(EVENT_STATE.get(event))).set(queue);
        return queue;
    }

    /** Whether a notified waiter still counts on a release of {@code lock} to unpark it. */
    static boolean hasDeferredWakeUp(QueuedLock lock) {
        return DEFERRED.getVolatile(lock) != null;
    }

    /** What became of {@code waiter}; ends its wait. Null stands for a thread that never came to wait. */
    static String state(@Nullable Waiter waiter) {
        if (waiter == null) {
            return "absent";
        }
        if (waiter.isOwner()) {
            return "owner";
        }
        if (waiter.consumeNotification()) {
            return "notified";
        }
        return waiter.tryCancel() ? "waiting" : "ended";
    }
}
