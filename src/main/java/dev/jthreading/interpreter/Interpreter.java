package dev.jthreading.interpreter;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleLanguage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong references = new AtomicLong();
    /** Whether the last reference has gone, and none has come since. */
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

    /** Counts one reference more. */
    public void addReference() {
        references.incrementAndGet();
        unreferenced = false;
    }

    /** Counts one reference less. */
    public void dropReference() {
        unreferenced = counted && references.decrementAndGet() == 0;
    }

    /** Whether it is to end as soon as it runs nothing. */
    public boolean isUnreferenced() {
        return unreferenced;
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
        return context().isClosed() || context().isCancelling() || context().isExiting();
    }

    void close() {
        interrupted = Thread.interrupted();
        closing = Thread.currentThread();
        try {
            context().close();
        } finally {
            closing = null;
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
