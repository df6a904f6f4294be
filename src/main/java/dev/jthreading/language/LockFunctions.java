package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Lock;
import dev.jthreading.sync.QueuedLock;
import dev.jthreading.sync.RLock;
import dev.jthreading.sync.StackRoom;
import dev.jthreading.sync.Waiters;

/** Functions of {@code _thread.lock} and {@code _thread.RLock}. */
final class LockFunctions {

    /** The largest timeout in seconds, {@code TIMEOUT_MAX}: what fits into 63 bits of nanoseconds. */
    private static final double TIMEOUT_MAX = 9_223_372_036.0;
    private static final long NANOS = 1_000_000_000L;

    private final JThreadingContext context;
    private final Values values;

    LockFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module) {
        module.add(KEPT, "timeout_max", 0, args -> TIMEOUT_MAX);
        module.add(KEPT, "lock_new", 0, args -> new Handle(new Lock()));
        module.add(KEPT, "rlock_new", 0, args -> new Handle(new RLock()));
        module.add(KEPT, "lock_acquire", 3, this::acquire);
        module.add(KEPT, "lock_enter", 1, args -> acquire(lock(args[0])));
        module.add(KEPT, "lock_acquire_within", 2, args -> acquireWithin(lock(args[0]), args[1]));
        module.add(KEPT, "lock_acquire_interruptibly", 2, this::acquireInterruptibly);
        module.add(KEPT, "lock_acquire_for", 3, this::acquireFor);
        module.add(KEPT, "lock_release", 1, args -> lock(args[0]).release());
        module.add(KEPT, "lock_locked", 1, args -> lock(args[0]).isLocked());
        module.addVoid(KEPT, "lock_reset", 1, args -> lock(args[0]).reset());
        module.add(KEPT, "rlock_is_owned", 1, args -> rlock(args[0]).isHeld());
        module.add(KEPT, "rlock_owner", 1, this::owner);
        module.add(KEPT, "rlock_level", 1, args -> rlock(args[0]).level());
        module.add(KEPT, "rlock_own_level", 1, args -> rlock(args[0]).levelOfCurrentThread());
        module.add(KEPT, "rlock_release_all", 1, args -> rlock(args[0]).releaseAll());
        module.addVoid(KEPT, "rlock_restore", 2, this::restore);
    }

    private static QueuedLock lock(Object handle) {
        return Values.target(handle, QueuedLock.class);
    }

    /** At the end of the stack a release may need more of it than this. */
    private static boolean tryAcquire(QueuedLock lock) {
        StackRoom.requireLittle();
        return lock.tryAcquire();
    }

    private static RLock rlock(Object handle) {
        return Values.target(handle, RLock.class);
    }

    /**
     * {@code acquire(blocking, timeout)} for arguments that Java can judge; None for others, which the facade has to look at. It judges
     * by their types alone: a call back into Python would cost as much as all the rest. The wait stands apart, since a fast path that is
     * longer costs a fifth more.
     */
    private Object acquire(Object[] args) throws InterruptedException {
        QueuedLock lock = lock(args[0]);
        Object blocking = args[1];
        Object timeout = args[2];
        if (!isPlain(blocking, timeout)) {
            return values.none();
        }
        return tryAcquire(lock) || acquireQueued(lock, blocking, timeout);
    }

    private static boolean isPlain(Object blocking, Object timeout) {
        if (timeout instanceof Integer seconds) {
            return (seconds == -1 && blocking instanceof Boolean) || (seconds >= 0 && isTrue(blocking));
        }
        return isTrue(blocking) && timeout instanceof Double seconds && seconds >= 0 && seconds <= TIMEOUT_MAX;
    }

    private static boolean isTrue(Object value) {
        return value instanceof Boolean truth && truth;
    }

    private boolean acquireQueued(QueuedLock lock, Object blocking, Object timeout) throws InterruptedException {
        double seconds = ((Number) timeout).doubleValue();
        if (seconds < 0) {
            return isTrue(blocking) && acquireQueued(lock, Deadline.NEVER);
        }
        return seconds > 0 && acquireQueued(lock, values.deadlineAfter((long) Math.ceil(seconds * NANOS)));
    }

    private boolean acquireQueued(QueuedLock lock, Deadline deadline) throws InterruptedException {
        StackRoom.require();
        return context.await(lock, () -> lock.acquire(deadline, context.unlockedBlocking()));
    }

    private boolean acquire(QueuedLock lock) throws InterruptedException {
        return tryAcquire(lock) || acquireQueued(lock, Deadline.NEVER);
    }

    /** Acquires within so many nanoseconds, without a wait if there are none, without a limit for None. */
    private boolean acquireWithin(QueuedLock lock, Object nanos) throws InterruptedException {
        if (values.isNone(nanos)) {
            return acquire(lock);
        }
        long whole = Values.asLong(nanos);
        return tryAcquire(lock) || (whole > 0 && acquireQueued(lock, values.deadlineAfter(whole)));
    }

    /** For a Java thread; ends with Java's InterruptedException, also of an interrupt that came before. */
    private Object acquireInterruptibly(Object[] args) {
        QueuedLock lock = lock(args[0]);
        Deadline deadline = values.deadline(args[1]);
        StackRoom.require();
        return context.interruptibly(
                blocking -> tryAcquire(lock) || context.await(lock, () -> lock.acquire(deadline, blocking)));
    }

    /** Acquires a lock that stands for what {@code args[1]} is, and what dumps say that the thread waits for. */
    private Object acquireFor(Object[] args) throws InterruptedException {
        QueuedLock lock = lock(args[0]);
        Object condition = Values.target(args[1], Waiters.class);
        StackRoom.require();
        Deadline deadline = values.deadline(args[2]);
        return context.await(condition, () -> lock.acquire(deadline, context.unlockedBlocking(), condition));
    }

    private Object owner(Object[] args) {
        Thread owner = rlock(args[0]).owner();
        return owner == null ? 0L : owner.threadId();
    }

    private void restore(Object[] args) throws InterruptedException {
        rlock(args[0]).restore(Values.asLong(args[1]), context.unlockedBlocking());
    }
}
