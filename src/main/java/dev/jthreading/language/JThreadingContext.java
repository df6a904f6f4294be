package dev.jthreading.language;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import dev.jthreading.ThreadStatistics;
import dev.jthreading.interpreter.Interpreter;
import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.sync.Blocking;
import dev.jthreading.thread.ContextEnd;
import dev.jthreading.thread.GilTurns;
import dev.jthreading.thread.GuestThread;
import dev.jthreading.thread.GuestThreads;
import dev.jthreading.thread.Housekeeper;
import dev.jthreading.thread.ThreadInspector;
import dev.jthreading.thread.WaitStatistics;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The state of one context. */
final class JThreadingContext {

    private final JThreadingLanguage language;
    private final TruffleLanguage.Env env;
    private final GuestThreads threads;
    private final GilTurns turns;
    private final Housekeeper housekeeper;
    private final SafepointBlocking blocking;
    private final ForeignCalls foreignCalls;
    private final UnlockedBlocking unlockedBlocking;
    private final WaitStatistics waits = new WaitStatistics();
    private final ThreadInspector inspector;
    private final PythonExceptions exceptions = new PythonExceptions();
    private final UncaughtExceptions uncaughtExceptions = new UncaughtExceptions(this);
    private final Interpreters interpreters;
    private final JThreadingModule module;
    private @Nullable Runnable pythonInitializer;
    private @Nullable InterpreterFunctions interpreterFunctions;
    private volatile boolean installed;
    private volatile ToLongFunction<Thread> stays = thread -> 0;
    private volatile @Nullable ManagementBean management;

    JThreadingContext(JThreadingLanguage language, TruffleLanguage.Env env) {
        this.language = language;
        this.env = env;
        this.turns = new GilTurns(env);
        this.housekeeper = new Housekeeper(env, turns, new Chores());
        this.blocking = new SafepointBlocking(language, housekeeper);
        this.foreignCalls = new ForeignCalls(language);
        this.unlockedBlocking = new UnlockedBlocking(language, blocking, foreignCalls);
        this.threads = new GuestThreads(env, blocking);
        Interpreter self = Interpreters.self(env);
        this.inspector = new ThreadInspector(env, threads, blocking, FacadeFunctions::isFacadeFile,
                () -> self != null && self.awaitsVisitors());
        this.interpreters = Interpreters.of(env);
        this.module = JThreadingModule.of(this);
    }

    TruffleLanguage.Env env() {
        return env;
    }

    GuestThreads threads() {
        return threads;
    }

    ContextEnd end() {
        return threads.end();
    }

    GilTurns turns() {
        return turns;
    }

    Housekeeper housekeeper() {
        return housekeeper;
    }

    /** Sets how long a thread has the GIL while others wait for it. */
    void setSwitchInterval(double seconds) {
        turns.setInterval(seconds);
        housekeeper.wakeUp();
    }

    SafepointBlocking blocking() {
        return blocking;
    }

    ForeignCalls foreignCalls() {
        return foreignCalls;
    }

    UnlockedBlocking unlockedBlocking() {
        return unlockedBlocking;
    }

    /** {@code counter} tells how often a thread of this context has left it. */
    void countStaysBy(ToLongFunction<Thread> counter) {
        stays = counter;
    }

    /** Which of its stays in this context an attached thread is in, or begins next. */
    long stayOf(Thread thread) {
        return stays.applyAsLong(thread);
    }

    PythonExceptions exceptions() {
        return exceptions;
    }

    ThreadInspector inspector() {
        return inspector;
    }

    /** Waits for {@code synchronizer}, as the calling thread. */
    boolean await(Object synchronizer, Blocking.Wait wait) throws InterruptedException {
        return waits.measure(synchronizer, currentThread(), wait);
    }

    /** A wait in the gateway that it is given. */
    @FunctionalInterface
    interface InterruptibleWait {
        boolean await(Blocking blocking) throws InterruptedException;
    }

    /**
     * Waits as with the GIL kept. If the calling thread is the application's, {@link Thread#interrupt} ends the wait, also one that came
     * before. Java's exception is then on its way to Java code. Threads of this library wait as always.
     */
    boolean interruptibly(InterruptibleWait wait) {
        try {
            if (!currentThread().isAttached() && !currentThread().isHosted()) {
                return wait.await(unlockedBlocking);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return wait.await(new InterruptibleBlocking(blocking, unlockedBlocking));
        } catch (InterruptedException interrupted) {
            try {
                throw InteropLibrary.getUncached().throwException(env.asGuestValue(interrupted));
            } catch (UnsupportedMessageException unreachable) {
                throw new AssertionError(unreachable);
            }
        }
    }

    /** What the housekeeper does for the parts of this context. */
    private final class Chores implements Housekeeper.Chores {
        @Override
        public void begin() {
            management().register();
        }

        @Override
        public void look() {
            end().endSystemCallsIfCancelled();
        }

        @Override
        public void threadsEnded() {
            threads().forgetEnded();
        }
    }

    private synchronized ManagementBean management() {
        ManagementBean bean = management;
        if (bean == null) {
            bean = new ManagementBean(this::statistics, () -> inspector().threads());
            management = bean;
        }
        return bean;
    }

    /** Ends what goes on beside the context's threads, when these are gone. */
    void dispose() {
        housekeeper.close();
        ManagementBean bean = management;
        if (bean != null) {
            bean.unregister();
        }
    }

    /** What the threads of the context have done until now. */
    ThreadStatistics statistics() {
        return threads.statistics(waits);
    }

    boolean isInstalled() {
        return installed;
    }

    /** The facade is in place. */
    void setInstalled() {
        installed = true;
    }

    /** Those that this context belongs to. */
    Interpreters interpreters() {
        return interpreters;
    }

    InterpreterFunctions interpreterFunctions() {
        return Objects.requireNonNull(interpreterFunctions);
    }

    void setInterpreterFunctions(InterpreterFunctions functions) {
        interpreterFunctions = functions;
    }

    /** Takes what makes Python ready in the context that is entered. */
    void initializePythonBy(Runnable initializer) {
        pythonInitializer = initializer;
    }

    void initializePython() {
        Objects.requireNonNull(pythonInitializer).run();
    }

    UncaughtExceptions uncaughtExceptions() {
        return uncaughtExceptions;
    }

    JThreadingModule module() {
        return module;
    }

    GuestThread currentThread() {
        return language.currentThread();
    }

    /** What the calling thread is here. */
    JThreadingLanguage.CurrentThread current() {
        return language.current();
    }

    boolean isWaiting() {
        return language.isWaiting();
    }

    void putOff(Interruption interruption) {
        language.putOff(interruption);
    }

    boolean takePutOff(Interruption interruption) {
        return language.takePutOff(interruption);
    }

    /** Has the calling thread close another interpreter, where it waits for the threads. What a handler raises meanwhile ends that wait. */
    void closeInside(Interpreter other, Runnable close) {
        closeInside(other, close, raised -> { });
    }

    /** Does so, and tells {@code listener} what a handler raised meanwhile. */
    void closeInside(Interpreter other, Runnable close, Consumer<PassingException> listener) {
        JThreadingLanguage.CurrentThread here = current();
        JThreadingLanguage.CurrentThread insideBefore = here.inside;
        PassingException passingBefore = here.passing;
        here.passing = null;
        try {
            here.inside = other.run(() -> JThreadingLanguage.currentContext().current());
            close.run();
        } finally {
            PassingException raised = here.passing;
            if (raised != null) {
                listener.accept(raised);
            }
            here.inside = insideBefore;
            here.passing = passingBefore;
        }
    }

    void become(GuestThread guest) {
        language.become(guest);
    }
}
