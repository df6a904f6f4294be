package dev.jthreading.interpreter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleLanguage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter that is not the main one: an inner context, with a GIL of its own.
 *
 * <p>A thread that runs something in it is in two contexts. It released the GIL of its own when it called Java, so the others
 * of its interpreter go on.
 */
public final class Interpreter {

    /** GraalPy's option to handle SIGINT: an inner context would take that from the main one. */
    private static final String SIGNAL_HANDLERS = "python.InstallSignalHandlers";

    private final Interpreters family;
    private final long id;
    private final Object configuration;
    /** Whether it ends with its last reference. */
    private final boolean counted;
    private final AtomicBoolean running = new AtomicBoolean();
    /** Held for a visit, and while the engine wants nobody in the context. Fair: closing does not wait for ever. */
    private final ReentrantReadWriteLock visits = new ReentrantReadWriteLock(true);
    /** Whether nobody may enter it any more. */
    private volatile boolean gone;
    @GuardedBy("itself")
    private final References references = new References();
    /** Whether the last reference of another interpreter has gone, and none has come since. */
    private volatile boolean unreferenced;
    /** The thread that is closing it; null if none is. */
    private volatile @Nullable Thread closing;
    /** Whether the application has interrupted that thread; its own business. */
    private boolean interrupted;
    /** Set once, before anybody else sees the interpreter. */
    private @Nullable TruffleContext context;

    Interpreter(Interpreters family, long id, Object configuration, boolean counted) {
        this.family = family;
        this.id = id;
        this.configuration = configuration;
        this.counted = counted;
    }

    /** Makes its context from that of {@code main}. */
    void open(TruffleLanguage.Env main, String key) {
        TruffleContext.Builder builder = main.newInnerContextBuilder().inheritAllAccess(true).initializeCreatorContext(true)
                .forceSharing(true).config(key, this);
        if (main.isInnerContextOptionsAllowed()) {
            builder.option(SIGNAL_HANDLERS, "false");
        }
        context = builder.build();
    }

    private TruffleContext context() {
        return Objects.requireNonNull(context);
    }

    Interpreters family() {
        return family;
    }

    public long id() {
        return id;
    }

    /** What it was created with; Python knows what that means. */
    public Object configuration() {
        return configuration;
    }

    /** Whether something runs in its {@code __main__}. */
    public boolean isRunning() {
        return running.get();
    }

    /** Has something run in its {@code __main__}, until {@link #end}; false if something does already, or it has ended. */
    public boolean begin() {
        return running.compareAndSet(false, true);
    }

    /** What {@link #begin} began is over. */
    public void end() {
        running.set(false);
    }

    /** Counts one reference more, of the interpreter {@code holder}. Its own do not keep it. */
    public void addReference(long holder) {
        synchronized (references) {
            references.add(holder);
            unreferenced &= holder == id;
        }
    }

    /** Counts one reference less: of {@code holder}, or of another interpreter if that one has none. */
    public void dropReference(long holder) {
        synchronized (references) {
            if (!references.isEmpty()) {
                references.drop(holder);
                lookForReferences();
            }
        }
    }

    /** The interpreter {@code holder} has ended, and with it its references. */
    void dropReferences(long holder) {
        synchronized (references) {
            if (references.dropAll(holder)) {
                lookForReferences();
            }
        }
    }

    @GuardedBy("references")
    private void lookForReferences() {
        unreferenced = counted && references.isHeldByNobodyBut(id);
    }

    /** Whether it is to end as soon as it runs nothing. */
    public boolean isUnreferenced() {
        return unreferenced;
    }

    /**
     * Runs {@code body} in its context for somebody who only looks at it, and does not count as one who runs something there.
     *
     * @throws IllegalStateException if it has ended
     */
    @SuppressWarnings("removal")
    public <T> T visit(Supplier<T> body) {
        visits.readLock().lock();
        try {
            requireOpen();
            return run(body);
        } catch (ThreadDeath | RuntimeException end) {
            // The engine throws visitors out of an interpreter that is cancelled, or does not let them in.
            if (!family.hasEnded()) {
                requireOpen();
            }
            throw end;
        } finally {
            visits.readLock().unlock();
        }
    }

    /** Whether a thread that closes it waits for visitors, who better wait for nothing that this thread is to do. */
    public boolean awaitsVisitors() {
        return visits.hasQueuedThreads();
    }

    /** Throws IllegalStateException if it has ended. */
    public void requireOpen() {
        if (hasEnded()) {
            throw new IllegalStateException("interpreter " + id + " is closed");
        }
    }

    /** Runs {@code body} in its context, with the calling thread. */
    public <T> T run(Supplier<T> body) {
        Object before = context().enter(null);
        try {
            return body.get();
        } finally {
            context().leave(null, before);
        }
    }

    /** Whether what ended the calling thread was meant for this interpreter. */
    public boolean hasEnded() {
        return gone || context().isClosed() || context().isCancelling() || context().isExiting();
    }

    void close() {
        interrupted = Thread.interrupted();
        closing = Thread.currentThread();
        visits.writeLock().lock();
        try {
            context().close();
        } finally {
            exits();
            closing = null;
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Its context begins to exit, or does not: the engine has looked whether a thread is in it. From now on one may be, for a time. */
    public void exits() {
        if (visits.isWriteLockedByCurrentThread()) {
            visits.writeLock().unlock();
        }
    }

    /** Its context is going to be disposed of, and the engine looks again. From now on nobody may be in it. */
    public void finalizes() {
        if (context().isCancelling()) {
            // Whoever closes it may have the lock, and wait for the thread that cancels. The engine throws visitors out.
            gone = true;
            return;
        }
        visits.writeLock().lock();
        try {
            gone = true;
        } finally {
            visits.writeLock().unlock();
        }
    }

    /**
     * The closing thread has ended the interpreter's own threads. Others have been in it and are somewhere else now. GraalPy's launcher
     * has their end waited for, 10 s each, and interrupts them meanwhile. If the closing thread is interrupted, it does not wait.
     */
    public void threadsEnded() {
        if (Thread.currentThread() == closing) {
            interrupted |= Thread.interrupted();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it at once, and the Python code that threads run in it. */
    void cancel(String reason) {
        context().closeCancelled(null, reason);
    }
}
