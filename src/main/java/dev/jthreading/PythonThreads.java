package dev.jthreading;

import dev.jthreading.language.PythonThreadsService;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Instrument;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The Python threads of one polyglot context, for the Java application that the context belongs to.
 *
 * <p>Safe for use by all threads. Each method enters the context for as long as it takes. If the context is closed, or another
 * thread may not enter it, the method throws what {@link Context#enter} throws. That is {@link IllegalStateException} after
 * {@link Context#close()}, and for a context of {@link Context#getCurrent()}. It is a {@link PolyglotException} after
 * {@code close(true)}, and where {@link Context#interrupt} meets the caller.
 *
 * <p>{@link Context#close()} throws {@code IllegalStateException} while another thread is in one of these methods, as it does for any
 * thread of the application's in the context. {@link PythonThreadsMXBean} does not enter the context.
 */
public final class PythonThreads {

    private static final String INSTRUMENT = "jthreading";

    private final Context context;
    private final PythonThreadsService service;

    private PythonThreads(Context context, PythonThreadsService service) {
        this.context = context;
        this.service = service;
    }

    /**
     * The threads of {@code context}. Initializes Python there if nothing has before. The thread that initializes Python is its main
     * thread.
     *
     * @param context a context with the option {@code jthreading}
     * @return the threads of {@code context}
     * @throws IllegalStateException if the context was made without Python or the option {@code jthreading}, or is closed
     */
    public static PythonThreads of(Context context) {
        PythonThreadsService service = service(context);
        if (service != null) {
            try {
                context.initialize("python");
            } catch (IllegalArgumentException noPython) {
                throw new IllegalStateException("the context was made without Python", noPython);
            }
        }
        if (service == null || !in(context, service::isInstalled)) {
            throw new IllegalStateException("the context was made without the option jthreading");
        }
        return new PythonThreads(context, service);
    }

    /**
     * Whether Python's threading module is jthreading's in a context.
     *
     * @param context any open context
     * @return whether it is; false also if Python has not been initialized there
     */
    public static boolean isInstalled(Context context) {
        PythonThreadsService service = service(context);
        return service != null && in(context, service::isInstalled);
    }

    private static @Nullable PythonThreadsService service(Context context) {
        Instrument instrument = context.getEngine().getInstruments().get(INSTRUMENT);
        return instrument == null ? null : instrument.lookup(PythonThreadsService.class);
    }

    private static <T> T in(Context context, Supplier<T> action) {
        context.enter();
        try {
            return action.get();
        } finally {
            context.leave();
        }
    }

    private <T> T ask(Function<PythonThreadsService, T> question) {
        return in(context, () -> question.apply(service));
    }

    private void tell(Consumer<PythonThreadsService> order) {
        ask(entered -> {
            order.accept(entered);
            return true;
        });
    }

    /**
     * The threads that run now: those that Python started, and Java threads that have been in the context.
     *
     * @return the threads, the main thread first
     */
    public List<PythonThread> list() {
        return ask(PythonThreadsService::list);
    }

    /**
     * The interpreters of the context, each with its threads. A thread that runs something in another interpreter is in the lists of both.
     *
     * @return the interpreters, the main one first, the others in the order in which they were made
     */
    public List<PythonInterpreter> interpreters() {
        return ask(entered -> entered.interpreters().entrySet().stream().map(one -> new PythonInterpreter(one.getKey(),
                one.getValue().isRunning(), new PythonThreads(context, one.getValue()))).toList());
    }

    /** {@return counts of threads and waits} */
    public ThreadStatistics statistics() {
        return ask(PythonThreadsService::statistics);
    }

    /**
     * What each thread is doing, and which threads wait for each other in a circle. Takes up to a second if a thread does not come to a
     * safepoint, as in a system call. The caller does not need the GIL. No thread stops for longer than it takes to write its Python
     * stack down.
     *
     * @return the dump
     */
    public ThreadDump dump() {
        return ask(PythonThreadsService::dump);
    }

    /**
     * Raises a Python exception in the thread with that ident: at its next safepoint in Python code, or out of a wait of
     * {@code threading}'s. The thread leaves that wait as after a timeout. Returns when the thread has been asked, which is before it
     * raises. A thread that ends first does not raise, nor does a Java thread that returns from Python first: what it calls later is not
     * interrupted.
     *
     * <p>The program has no say in this call. A class is called, by the thread that is interrupted, to make the exception.
     * In an interpreter other than the main one, only builtin exception classes can be raised.
     *
     * @param ident the thread's {@code Thread.ident}, see {@link PythonThread#ident}
     * @param exception an exception class or an exception of Python's: none of Java's, and none of another language's
     * @throws IllegalArgumentException if no thread of the context that runs now has that ident, or {@code exception} is none
     * @throws IllegalStateException if it is a Java thread that is not in the context at the moment
     * @throws NullPointerException if {@code exception} is null
     */
    public void interrupt(long ident, Value exception) {
        Objects.requireNonNull(exception, "exception");
        tell(entered -> entered.interrupt(ident, exception));
    }

    /**
     * Has threads that Python starts from now on run on {@code executor}'s threads, platform or virtual, in place of threads
     * that this library makes. {@code Thread.start()} waits until the executor has begun to run the thread, so that it has an
     * ident. If the executor rejects the thread, throws, or runs it on the caller's thread, {@code start()} raises
     * {@code RuntimeError("can't start new thread")} and leaves the thread unstarted. An exception that interrupts the wait leaves it
     * unstarted too.
     * The starting thread releases the GIL while it calls {@code execute}, which may wait for threads that need Python.
     * If an executor neither begins nor rejects it, {@code start()} goes on waiting, and after 10 s the {@link System.Logger} named
     * {@code dev.jthreading} tells so.
     *
     * <p>On a platform thread of an executor, Python runs as if the application had entered the context there itself. Meanwhile
     * {@link Context#close()} throws {@code IllegalStateException}, and {@code close(true)} ends the thread's Python
     * code. Join the threads before closing, or give an executor of virtual threads, which are treated as Python's own.
     * {@code threading.stack_size()} and {@code virtual=} have no effect on an executor's threads. The application shuts the executor
     * down, after closing the context.
     *
     * @param executor runs each Python thread as one task, which takes as long as the thread lives
     * @throws NullPointerException if {@code executor} is null
     */
    public void setExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        tell(entered -> entered.setExecutor(executor));
    }

    /**
     * Has {@code listener} hear of exceptions that end Python threads; null for none. There is one at a time. What it throws is
     * logged, and changes nothing.
     *
     * @param listener is called in the thread that ends, or null
     */
    public void setUncaughtExceptionListener(@Nullable UncaughtExceptionListener listener) {
        tell(entered -> entered.setUncaughtExceptionListener(listener));
    }
}
