package dev.jthreading.language;

import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Lock;
import dev.jthreading.sync.Monitor;
import dev.jthreading.sync.RLock;
import dev.jthreading.sync.StackRoom;
import dev.jthreading.sync.Waiters;

/** Functions of {@code _thread.lock} and {@code _thread.RLock}. */
final class LockFunctions {

    /** The largest timeout in seconds, {@code TIMEOUT_MAX}: what fits into 63 bits of nanoseconds. */
    private static final double TIMEOUT_MAX = 9_223_372_036.0;

    private final JThreadingContext context;
    private final Values values;

    LockFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(NativeModule module) {
        module.add("lock_new", 0, args -> new Handle(new Lock()));
        module.add("rlock_new", 0, args -> new Handle(new RLock()));
        module.add("lock_acquire", 3, this::acquire);
        module.add("lock_try", 1, args -> tryAcquire(lock(args[0])));
        module.add("lock_wait", 2, this::waitForLock);
        module.add("lock_wait_interruptibly", 2, this::waitInterruptibly);
        module.add("lock_wait_for", 3, this::waitFor);
        module.add("lock_release", 1, args -> lock(args[0]).release());
        module.add("lock_locked", 1, args -> lock(args[0]).isLocked());
        module.addVoid("lock_reset", 1, args -> lock(args[0]).reset());
        module.add("rlock_is_owned", 1, args -> rlock(args[0]).isHeld());
        module.add("rlock_owner", 1, this::owner);
        module.add("rlock_level", 1, args -> rlock(args[0]).level());
        module.add("rlock_own_level", 1, args -> rlock(args[0]).levelOfCurrentThread());
        module.add("rlock_release_all", 1, args -> rlock(args[0]).releaseAll());
        module.addVoid("rlock_restore", 2, this::restore);
    }

    private static Monitor lock(Object handle) {
        return Values.target(handle, Monitor.class);
    }

    /** At the end of the stack a release may need more of it than this. */
    private static boolean tryAcquire(Monitor lock) {
        StackRoom.requireLittle();
        return lock.tryAcquire();
    }

    private static RLock rlock(Object handle) {
        return Values.target(handle, RLock.class);
    }

    /**
     * The fast path of {@code acquire(blocking, timeout)}: True or False if that can be said at once, None if the
     * facade has to look at the arguments or to wait.
     */
    private Object acquire(Object[] args) {
        Monitor lock = lock(args[0]);
        Object blocking = args[1];
        return isPlain(blocking, args[2]) ? answer(tryAcquire(lock), blocking) : values.none();
    }

    private Object answer(boolean acquired, Object blocking) {
        return acquired || !isTrue(blocking) ? (Object) acquired : values.none();
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

    private Object waitForLock(Object[] args) throws InterruptedException {
        Monitor lock = lock(args[0]);
        StackRoom.require();
        Deadline deadline = values.deadline(args[1]);
        return context.await(lock, () -> lock.acquire(deadline, context.unlockedBlocking()));
    }

    /** For a Java thread, without the interpreter lock; ends with Java's InterruptedException, also of an interrupt that came before. */
    private Object waitInterruptibly(Object[] args) {
        Monitor lock = lock(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return context.interruptibly(blocking -> context.await(lock, () -> lock.acquire(deadline, blocking)));
    }

    /** Waits for a lock that stands for what {@code args[1]} is, and what dumps say that the thread waits for. */
    private Object waitFor(Object[] args) throws InterruptedException {
        Monitor lock = lock(args[0]);
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
