package dev.jthreading;

import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * Python's {@code threading.Lock} and {@code RLock} as {@link Lock}s of {@code java.util.concurrent}: {@link Lock#lockInterruptibly},
 * {@link Lock#tryLock(long, TimeUnit)} and the waits of {@link Condition} throw {@link InterruptedException} when the thread is
 * interrupted, also before the call. {@link Lock#lock} and {@link Condition#awaitUninterruptibly} do not, and leave the interrupt status
 * set. Nor do these on threads of this library, which run Python's threads where the application has set no executor.
 *
 * <p>A call enters Python, and may wait for the GIL. The engine drops an interrupt that comes in that moment.
 *
 * <p>{@link Value#as} makes a {@link Lock} of such a value too, one whose waits an interrupt ends just so. But the engine lets no checked
 * exception out of it: it throws a {@link PolyglotException} whose {@link PolyglotException#asHostException} is the
 * {@code InterruptedException}. {@link #mapTo} has {@code as(Lock.class)} return what this class makes.
 *
 * <p>What Python raises is a {@link PolyglotException}, as the {@code RuntimeError} of an {@code unlock()} that is not due.
 */
public final class PythonLocks {

    private PythonLocks() { }

    /**
     * {@code value} as a lock of Java's. Two of them are equal if they are the same lock.
     *
     * @param value a {@code Lock} or {@code RLock} of Python's
     * @return the lock, which is usable as long as its context is open
     * @throws IllegalArgumentException if it is no lock of Python's
     */
    public static Lock of(Value value) {
        if (!isLock(value)) {
            throw new IllegalArgumentException("not a lock of Python's");
        }
        return new PythonLock(value);
    }

    /**
     * Has {@code value.as(Lock.class)}, and Java methods that Python calls with a lock, get a lock as {@link #of} returns.
     *
     * @param access the host access that the context is built with
     * @return {@code access}
     */
    public static HostAccess.Builder mapTo(HostAccess.Builder access) {
        return access.targetTypeMapping(Value.class, Lock.class, PythonLocks::isLock, PythonLock::new);
    }

    private static boolean isLock(Value value) {
        // A class has the methods too.
        return !value.isHostObject() && !value.isProxyObject() && !value.isMetaObject()
                && value.canInvokeMember("lockInterruptibly") && value.canInvokeMember("newCondition");
    }

    private static <T> T interruptibly(Supplier<T> call) throws InterruptedException {
        try {
            return call.get();
        } catch (PolyglotException raised) {
            if (raised.isHostException() && raised.asHostException() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw raised;
        }
    }

    private record PythonLock(Value value) implements Lock {

        @Override
        public void lock() {
            value.invokeMember("lock");
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            interruptibly(() -> value.invokeMember("lockInterruptibly"));
        }

        @Override
        public boolean tryLock() {
            return value.invokeMember("tryLock").asBoolean();
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
            Objects.requireNonNull(unit, "unit");
            return interruptibly(() -> value.invokeMember("tryLock", time, unit).asBoolean());
        }

        @Override
        public void unlock() {
            value.invokeMember("unlock");
        }

        @Override
        public Condition newCondition() {
            return new PythonCondition(value.invokeMember("newCondition"));
        }

        @Override
        public String toString() {
            return "PythonLock[" + value.getMetaObject().getMetaSimpleName() + "]";
        }
    }

    private record PythonCondition(Value value) implements Condition {

        @Override
        public void await() throws InterruptedException {
            interruptibly(() -> value.invokeMember("await"));
        }

        @Override
        public void awaitUninterruptibly() {
            value.invokeMember("awaitUninterruptibly");
        }

        @Override
        public long awaitNanos(long nanos) throws InterruptedException {
            return interruptibly(() -> value.invokeMember("awaitNanos", nanos).asLong());
        }

        @Override
        public boolean await(long time, TimeUnit unit) throws InterruptedException {
            Objects.requireNonNull(unit, "unit");
            return interruptibly(() -> value.invokeMember("await", time, unit).asBoolean());
        }

        @Override
        public boolean awaitUntil(Date deadline) throws InterruptedException {
            Objects.requireNonNull(deadline, "deadline");
            return interruptibly(() -> value.invokeMember("awaitUntil", deadline).asBoolean());
        }

        @Override
        public void signal() {
            value.invokeMember("signal");
        }

        @Override
        public void signalAll() {
            value.invokeMember("signalAll");
        }

        @Override
        public String toString() {
            return "PythonCondition";
        }
    }
}
