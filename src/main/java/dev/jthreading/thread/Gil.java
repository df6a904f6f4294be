package dev.jthreading.thread;

import java.util.Arrays;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * GraalPy's GIL, as far as Java shows it. It is a fair {@link ReentrantLock}, and Java tells what a thread is parked on. So the GIL is
 * known from the first look of {@link GilTurns} at a thread that waits for it.
 *
 * <p>A thread may be interrupted while it waits for the GIL. GraalPy then acquires the GIL first and raises afterwards, since Python code
 * may handle the exception. A Java thread that was about to enter Python has no such code, and GraalPy does not release the GIL. When the
 * thread leaves the context, {@link #releaseIfOwned} does.
 */
public final class Gil {

    private static final String GRAALPY = "com.oracle.graal.python.";
    private static final String FAIR = "FairSync";

    /** Set once. */
    private volatile @Nullable AbstractQueuedSynchronizer sync;

    /** Looks whether {@code waiting} waits for the GIL. GraalPy has no other fair lock. */
    void look(Thread waiting) {
        if (sync == null && LockSupport.getBlocker(waiting) instanceof AbstractQueuedSynchronizer awaited
                && awaited.getClass().getEnclosingClass() == ReentrantLock.class
                && awaited.getClass().getSimpleName().equals(FAIR) && isInGraalPy(waiting)) {
            sync = awaited;
        }
    }

    /** Whether GraalPy itself waits, and not a program for a lock of the application's. */
    private static boolean isInGraalPy(Thread waiting) {
        return Arrays.stream(waiting.getStackTrace()).map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.")).findFirst()
                .filter(name -> name.startsWith(GRAALPY)).isPresent();
    }

    boolean isKnown() {
        return sync != null;
    }

    /** Releases it if the calling thread owns it, and it is known. */
    public void releaseIfOwned() {
        AbstractQueuedSynchronizer known = sync;
        if (known != null && !isFree(known)) {
            try {
                known.release(1);
            } catch (IllegalMonitorStateException anothers) {
                // As it should be.
            }
        }
    }

    /** The documentation of {@code toString} tells what is in the text. Nothing else that is public tells it. */
    private static boolean isFree(AbstractQueuedSynchronizer known) {
        return known.toString().contains("State = 0");
    }
}
