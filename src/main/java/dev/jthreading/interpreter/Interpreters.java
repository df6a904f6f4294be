package dev.jthreading.interpreter;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleSafepoint;
import dev.jthreading.sync.Deadline;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The interpreters that come from one outermost context. That context is the main interpreter, and no {@link Interpreter}. */
public final class Interpreters {

    /** The id of the main interpreter. */
    public static final long MAIN = 0;

    /** What an inner context is told: its {@link Interpreter}. Only languages of this library see it. */
    private static final String KEY = "jthreading.interpreter";

    /** How a thread closes an interpreter. */
    @FunctionalInterface
    public interface Closing {
        void run(Interpreter closed, Runnable close);
    }

    private final TruffleLanguage.Env main;
    private final AtomicLong lastId = new AtomicLong(MAIN);
    private final SharedQueues queues = new SharedQueues();
    private final SharedChannels channels = new SharedChannels();
    private final ConcurrentNavigableMap<Long, Interpreter> byId = new ConcurrentSkipListMap<>();
    /** How many more there may be. */
    private final Semaphore room = new Semaphore(0);
    private volatile int most;
    /** Until when those that end with the main one wait for their threads; null until one does. */
    private volatile @Nullable Deadline lastJoin;
    /** Has the main thread of the main one run the handler of a signal. */
    private volatile @Nullable LongConsumer mainInterrupter;
    private volatile BooleanSupplier isMainThread = () -> false;
    /** Whether the main one has ended. */
    private volatile boolean ended;

    private Interpreters(TruffleLanguage.Env main) {
        this.main = main;
    }

    /** Those that the context of {@code env} belongs to; it is the main one if no other has made it. */
    public static Interpreters of(TruffleLanguage.Env env) {
        Interpreter self = self(env);
        return self == null ? new Interpreters(env) : self.family();
    }

    /** Which interpreter the context of {@code env} is. */
    public static long idOf(TruffleLanguage.Env env) {
        Interpreter self = self(env);
        return self == null ? MAIN : self.id();
    }

    /** The interpreter that the context of {@code env} is; null if that is the main one. */
    public static @Nullable Interpreter self(TruffleLanguage.Env env) {
        return (Interpreter) env.getConfig().get(KEY);
    }

    /** Allows so many at once beside the main one. To be called once, by the main one. */
    public void allow(int count) {
        most = count;
        room.release(count);
    }

    /** Whether the main one has ended. */
    public boolean hasEnded() {
        return ended;
    }

    /** How many there may be at once beside the main one. */
    public int most() {
        return most;
    }

    /**
     * Makes an interpreter, which ends with its last reference if {@code counted}; null if there are as many as there may be.
     * {@code initializePython} is called in its context, which is entered. If the main one ends meanwhile, {@code closing} runs what closes
     * the new one.
     *
     * <p>Always from the outermost context: an inner one would take those that it made with it when it ends. All share one layer of code,
     * apart from the main one's, so that the second takes less time than the first, and what they run is compiled once for all of them.
     */
    public @Nullable Interpreter create(Object configuration, boolean counted, Runnable initializePython, Closing closing) {
        if (!room.tryAcquire()) {
            return null;
        }
        boolean created = false;
        try {
            Interpreter interpreter = new Interpreter(this, lastId.incrementAndGet(), configuration, counted);
            interpreter.open(main, KEY);
            begin(interpreter, initializePython);
            byId.put(interpreter.id(), interpreter);
            if (ended) {
                endOne(interpreter, closing);
                return null;
            }
            created = true;
            return interpreter;
        } finally {
            if (!created && !ended) {
                room.release();
            }
        }
    }

    /**
     * Nothing that Python does at a safepoint comes meanwhile: what a handler of the creating interpreter's raises must not get into the
     * new one. A dump does not show the thread's stack then.
     */
    private static void begin(Interpreter interpreter, Runnable initializePython) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean allowed = safepoint.setAllowSideEffects(false);
        try {
            interpreter.run(() -> {
                initializePython.run();
                return interpreter;
            });
        } catch (RuntimeException | Error failure) {
            interpreter.cancel("it did not start");
            throw failure;
        } finally {
            safepoint.setAllowSideEffects(allowed);
        }
    }

    /** Takes what has the main one's main thread run the handler of a signal, and what says whether that is the calling thread. */
    public void interruptMainBy(LongConsumer interrupter, BooleanSupplier mainThread) {
        mainInterrupter = interrupter;
        isMainThread = mainThread;
    }

    /** Has the main one's main thread run the handler of a signal. */
    public void interruptMain(long signal) {
        LongConsumer interrupter = mainInterrupter;
        if (interrupter != null) {
            interrupter.accept(signal);
        }
    }

    /** Whether the calling thread is the main one's main thread, wherever it makes a call. */
    public boolean isMainThread() {
        return isMainThread.getAsBoolean();
    }

    /** The interpreter with that id, null if there is none or it is the main one. */
    public @Nullable Interpreter find(long id) {
        return byId.get(id);
    }

    /** All but the main one, in the order in which they were made. */
    public List<Interpreter> all() {
        return List.copyOf(byId.values());
    }

    /**
     * Ends an interpreter that runs nothing, and waits for its threads; false if it runs something, or is about to end. If that fails, as
     * when another thread is in it, it is cancelled. {@code closing} runs what closes it.
     */
    public boolean close(Interpreter interpreter, Closing closing) {
        if (!interpreter.begin()) {
            return false;
        }
        boolean closed = false;
        try {
            closing.run(interpreter, interpreter::close);
            closed = true;
        } catch (AssertionError failure) {
            // The engine says with an error too that it could not close it.
            throw new IllegalStateException(failure);
        } finally {
            try {
                if (!closed) {
                    interpreter.cancel("it could not be closed");
                }
            } finally {
                forget(interpreter);
            }
        }
        return true;
    }

    private void forget(Interpreter interpreter) {
        byId.remove(interpreter.id());
        byId.values().forEach(other -> other.dropReferences(interpreter.id()));
        queues.endInterpreter(interpreter.id());
        channels.endInterpreter(interpreter.id());
        if (!ended) {
            room.release();
        }
    }

    /**
     * Ends all but the main one, which ends. One that runs nothing ends as the main one does: with its threads that are no daemons. What
     * is still running in one is a daemon's.
     */
    public void end(Closing closing) {
        ended = true;
        room.drainPermits();
        byId.values().forEach(interpreter -> endOne(interpreter, closing));
    }

    /**
     * Until when an interpreter that ends, and would do so until {@code own}, waits for its threads. All that end with the main one have
     * the same time in all, beginning with the main one's own wait.
     */
    public Deadline joinUntil(Deadline own, boolean mainEnds) {
        if (!mainEnds && !ended) {
            return own;
        }
        Deadline last = lastJoin;
        if (last == null) {
            last = own;
            lastJoin = own;
        }
        return last;
    }

    private void endOne(Interpreter interpreter, Closing closing) {
        try {
            if (close(interpreter, closing)) {
                return;
            }
        } catch (RuntimeException | AssertionError failure) {
            // The engine could not close it, and says that with an error too. It was cancelled.
            return;
        }
        interpreter.cancel("the main interpreter has ended");
        forget(interpreter);
    }

    /** The queues between them. */
    public SharedQueues queues() {
        return queues;
    }

    /** The channels between them. */
    public SharedChannels channels() {
        return channels;
    }
}
