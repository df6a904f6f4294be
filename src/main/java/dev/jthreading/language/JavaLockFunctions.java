package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;
import static dev.jthreading.language.ModuleFunction.Gil.RELEASED;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.StackRoom;
import java.util.Date;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock.WriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Functions that make Java's locks Python's, and Python's Java's. They take host objects whatever an application allows to be
 * done with those: whoever hands a lock to Python wants it locked.
 *
 * <p>A wait for a lock of Java's is like one for Python's: without the GIL, and ended by what ends the thread.
 */
final class JavaLockFunctions {

    private final JThreadingContext context;
    private final Values values;
    /** The function of the installation that takes Java's classes of locks and of semaphores; null before and after that. */
    private final AtomicReference<@Nullable Object> registrar = new AtomicReference<>();

    JavaLockFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module, JThreadingModule installation) {
        installation.addVoid(KEPT, "register_types_by", 1, args -> registrar.set(Values.callable(args[0])));
        module.addVoid(KEPT, "java_types_register", 0, args -> register());
        module.add(KEPT, "java_lock_acquire", 2, this::acquire);
        module.add(KEPT, "java_lock_try", 1, args -> tryAcquire(lock(args[0])));
        module.add(RELEASED, "java_lock_release", 1, args -> release(lock(args[0])));
        module.add(RELEASED, "java_lock_is_held", 1, args -> isHeld(lock(args[0])));
        module.add(RELEASED, "java_lock_release_all", 1, args -> releaseAll(lock(args[0])));
        module.addVoid(KEPT, "java_lock_restore", 2, this::restore);
        module.add(KEPT, "java_semaphore_acquire", 2, this::acquirePermit);
        module.add(KEPT, "java_semaphore_try", 1, args -> tryAcquire(semaphore(args[0])));
        module.add(RELEASED, "java_semaphore_release", 2, args -> releasePermits(semaphore(args[0]), Values.asLong(args[1])));
        module.add(RELEASED, "java_nanos", 2, args -> host(args[1], TimeUnit.class).toNanos(Values.asLong(args[0])));
        module.add(RELEASED, "java_nanos_until", 1, args -> nanosUntil(host(args[0], Date.class)));
    }

    /**
     * Has Java's locks and semaphores be of the facade's classes in Python; the first time only, as the interpreter has it. A program
     * has no use for Java's classes, and does not get them.
     */
    private void register() {
        Object function = registrar.getAndSet(null);
        if (function != null) {
            Values.call(function, context.env().asGuestValue(Lock.class), context.env().asGuestValue(Semaphore.class));
        }
    }

    /** GraalPy 25.2 deprecates these methods in favour of ones that 25.0 does not have. */
    @SuppressWarnings("deprecation")
    private <T> T host(Object value, Class<T> type) {
        if (!context.env().isHostObject(value)) {
            throw new ClassCastException();
        }
        return type.cast(context.env().asHostObject(value));
    }

    /** How long it is until then, 0 if it is over. The interface of {@link java.util.concurrent.locks.Condition} has a date. */
    @SuppressWarnings("JavaUtilDate")
    private static long nanosUntil(Date date) {
        long now = System.currentTimeMillis();
        return date.getTime() <= now ? 0 : TimeUnit.MILLISECONDS.toNanos(date.getTime() - now);
    }

    private Lock lock(Object value) {
        return host(value, Lock.class);
    }

    private Semaphore semaphore(Object value) {
        return host(value, Semaphore.class);
    }

    /** Something of the application's is taken. Whatever that fails with is a failure, and neither the engine's nor a wrong argument. */
    private static final class Taking implements Blocking.Wait {

        private final Blocking.Wait attempt;
        private boolean taken;
        private @Nullable Throwable failure;

        Taking(Blocking.Wait attempt) {
            this.attempt = attempt;
        }

        @Override
        public boolean await() throws InterruptedException {
            try {
                taken = attempt.await();
            } catch (InterruptedException | VirtualMachineError passing) {
                throw passing;
            } catch (Throwable application) {
                failure = application;
            }
            return taken;
        }

        void throwFailure() {
            if (failure != null) {
                throw failed(failure);
            }
        }
    }

    private static RuntimeException failed(Throwable application) {
        return new IllegalStateException("a lock of the application's failed", application);
    }

    private static <T> T ask(Supplier<T> application) {
        try {
            return application.get();
        } catch (IllegalMonitorStateException | VirtualMachineError passing) {
            throw passing;
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /** Takes it without the GIL. What comes while the thread regains that leaves nothing taken, as nobody would release it. */
    private boolean take(Blocking.Wait attempt, Runnable release) throws InterruptedException {
        StackRoom.require();
        Taking taking = new Taking(attempt);
        boolean returned = false;
        try {
            boolean taken = context.unlockedBlocking().await(taking);
            returned = true;
            taking.throwFailure();
            return taken;
        } finally {
            if (!returned && taking.taken) {
                giveBack(release);
            }
        }
    }

    /** With the GIL: without it the call could be ended before it begins. What is on its way goes on, whatever this fails with. */
    private static void giveBack(Runnable release) {
        try {
            release.run();
        } catch (RuntimeException | Error ignored) {
            // Nor is it logged: with the GIL, what writes the log might wait for Python.
        }
    }

    private boolean tryAcquire(Lock lock) throws InterruptedException {
        return take(lock::tryLock, lock::unlock);
    }

    private boolean tryAcquire(Semaphore semaphore) throws InterruptedException {
        return take(semaphore::tryAcquire, semaphore::release);
    }

    private Object acquire(Object[] args) throws InterruptedException {
        Lock lock = lock(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return take(() -> {
            if (deadline.isLimited()) {
                return lock.tryLock(deadline.remaining(), TimeUnit.NANOSECONDS);
            }
            lock.lockInterruptibly();
            return true;
        }, lock::unlock);
    }

    private static boolean release(Lock lock) {
        try {
            return ask(() -> {
                lock.unlock();
                return true;
            });
        } catch (IllegalMonitorStateException notHeld) {
            return false;
        }
    }

    /** Whether this thread holds the lock. Of a lock that cannot say who holds it: whether anyone does. */
    private static boolean isHeld(Lock lock) {
        return ask(() -> switch (lock) {
            case ReentrantLock reentrant -> reentrant.isHeldByCurrentThread();
            case WriteLock writing -> writing.isHeldByCurrentThread();
            default -> isTaken(lock);
        });
    }

    private static boolean isTaken(Lock lock) {
        boolean free = lock.tryLock();
        if (free) {
            lock.unlock();
        }
        return !free;
    }

    /** How many levels there were; 0 if Java does not let this thread. */
    private static int releaseAll(Lock lock) {
        int levels = ask(() -> switch (lock) {
            case ReentrantLock reentrant -> reentrant.getHoldCount();
            case WriteLock writing -> writing.getHoldCount();
            default -> 1;
        });
        for (int i = 0; i < levels; i++) {
            if (!release(lock)) {
                return 0;
            }
        }
        return levels;
    }

    /** Returns false if there would be more than Java counts, which it tells by an error of the JVM's. */
    private static boolean releasePermits(Semaphore semaphore, long count) {
        return ask(() -> {
            if (count > (long) Integer.MAX_VALUE - semaphore.availablePermits()) {
                return false;
            }
            semaphore.release((int) count);
            return true;
        });
    }

    private void restore(Object[] args) throws InterruptedException {
        Lock lock = lock(args[0]);
        int levels = Values.asInt(args[1]);
        Taking taking = new Taking(() -> {
            lock.lockInterruptibly();
            return true;
        });
        Blocking blocking = context.unlockedBlocking();
        blocking.awaitUninterruptibly(() -> {
            // What comes while the thread regains the GIL leaves it taken.
            if (!taking.taken) {
                blocking.await(taking);
            }
            return true;
        });
        taking.throwFailure();
        ask(() -> {
            for (int i = 1; i < levels; i++) {
                lock.lock();
            }
            return true;
        });
    }

    private Object acquirePermit(Object[] args) throws InterruptedException {
        Semaphore semaphore = semaphore(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return take(() -> {
            if (deadline.isLimited()) {
                return semaphore.tryAcquire(deadline.remaining(), TimeUnit.NANOSECONDS);
            }
            semaphore.acquire();
            return true;
        }, semaphore::release);
    }
}
