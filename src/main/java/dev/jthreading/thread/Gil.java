package dev.jthreading.thread;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * GraalPy's GIL, as far as Java shows it. It is a fair {@link ReentrantLock}, and Java tells what a thread is parked on. So the GIL is
 * known from the first look of {@link GilTurns} at a thread that waits for it.
 *
 * <p>A thread may be interrupted while it waits for the GIL. GraalPy then acquires the GIL first and raises afterwards, since Python code
 * may handle the exception. A Java thread that was about to enter Python has no such code, and GraalPy does not release the GIL. When the
 * thread leaves the context, {@link #isOwned} tells, and {@link #release} does.
 *
 * <p>A thread of the context may wait for the GIL of another one, into which it went from here. That GIL becomes known here too. A thread
 * that runs no Python has no use for any of them.
 */
public final class Gil {

    private static final String SYNC = "java.util.concurrent.locks.ReentrantLock$FairSync";
    /** GraalPy waits for no other fair lock. */
    private static final String WAITS = "com.oracle.graal.python.runtime.PythonContext";

    /** Used by the housekeeper only: fair locks that are known, or an application's. */
    private final Set<AbstractQueuedSynchronizer> seen = Collections.newSetFromMap(new WeakHashMap<>());
    private volatile List<WeakReference<AbstractQueuedSynchronizer>> known = List.of();
    private volatile Predicate<Thread> inside = thread -> false;

    /** Has it look at threads that {@code inside} tells to be in the context. */
    public void lookAt(Predicate<Thread> inside) {
        this.inside = inside;
    }

    /** Looks whether {@code thread} waits for it; for the housekeeper. */
    void look(Thread thread) {
        AbstractQueuedSynchronizer awaited = awaited(thread);
        if (awaited != null && !seen.contains(awaited) && inside.test(thread)) {
            List<String> stack = Arrays.stream(thread.getStackTrace()).map(StackTraceElement::getClassName).toList();
            // It may have moved on since.
            if (isParked(stack) && awaited.equals(awaited(thread)) && inside.test(thread)) {
                seen.add(awaited);
                if (isInGraalPy(stack)) {
                    known = Stream.concat(known.stream().filter(reference -> reference.get() != null),
                            Stream.of(new WeakReference<>(awaited))).toList();
                }
            }
        }
    }

    /** Whether {@code thread} is in the context. */
    boolean isInside(Thread thread) {
        return inside.test(thread);
    }

    private static @Nullable AbstractQueuedSynchronizer awaited(Thread thread) {
        return LockSupport.getBlocker(thread) instanceof AbstractQueuedSynchronizer sync && sync.getClass().getName().equals(SYNC)
                ? sync : null;
    }

    private static boolean isParked(List<String> stack) {
        return stack.stream().takeWhile(Gil::isJavas).anyMatch(LockSupport.class.getName()::equals);
    }

    /** Whether GraalPy itself waits, and not a program for a lock of the application's. */
    private static boolean isInGraalPy(List<String> stack) {
        return stack.stream().dropWhile(Gil::isJavas).findFirst().filter(WAITS::equals).isPresent();
    }

    private static boolean isJavas(String name) {
        return name.startsWith("java.") || name.startsWith("jdk.");
    }

    boolean isKnown() {
        return !known.isEmpty();
    }

    /** Whether the calling thread owns it; false also as long as it is not known. */
    public boolean isOwned() {
        return owned().findAny().isPresent();
    }

    /** Releases it, if the calling thread owns it. */
    public void release() {
        owned().forEach(sync -> sync.release(1));
    }

    private Stream<AbstractQueuedSynchronizer> owned() {
        return known.stream().map(WeakReference::get).filter(Objects::nonNull).filter(Gil::isOwned);
    }

    private static boolean isOwned(AbstractQueuedSynchronizer sync) {
        // Its documentation tells what is in the text. Nothing else that is public tells it.
        if (sync.toString().contains("State = 0")) {
            return false;
        }
        try {
            // Changes nothing, and only the owner may.
            sync.release(0);
            return true;
        } catch (IllegalMonitorStateException anothers) {
            return false;
        }
    }
}
