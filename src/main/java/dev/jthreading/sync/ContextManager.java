package dev.jthreading.sync;

import org.jspecify.annotations.Nullable;

/** What a {@code with} statement calls, by these names: Jython's takes each object of Java's that has them. */
@SuppressWarnings("MemberName")
public sealed interface ContextManager permits QueuedLock, Semaphore, Condition {

    /** Acquires, waiting as a plain Java thread does; returns true. */
    boolean __enter__() throws InterruptedException;

    /**
     * Releases, whatever the block ended with.
     *
     * @throws IllegalMonitorStateException if the block released it already, as far as can be told
     */
    void __exit__(@Nullable Object type, @Nullable Object exception, @Nullable Object traceback);
}
