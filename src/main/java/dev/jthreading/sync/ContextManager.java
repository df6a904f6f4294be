package dev.jthreading.sync;

import org.jspecify.annotations.Nullable;

/** The methods that a {@code with} statement calls. Jython's accepts every Java object that has methods of these names. */
@SuppressWarnings("MemberName")
public sealed interface ContextManager permits QueuedLock, Semaphore, Condition {

    /** Acquires, and waits for that as a plain Java thread does; returns true. */
    boolean __enter__() throws InterruptedException;

    /**
     * Releases, however the block ended.
     *
     * @throws IllegalMonitorStateException if there is nothing to release, because the block has done so
     */
    void __exit__(@Nullable Object type, @Nullable Object exception, @Nullable Object traceback);
}
