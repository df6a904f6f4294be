package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;
import static dev.jthreading.language.ModuleFunction.Gil.RELEASED;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleSafepoint;
import com.sun.management.OperatingSystemMXBean;
import dev.jthreading.interpreter.Interpreter;
import dev.jthreading.interpreter.Interpreters;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Lock;
import dev.jthreading.sync.StackRoom;
import dev.jthreading.thread.ContextEnd;
import dev.jthreading.thread.GuestThread;
import dev.jthreading.thread.GuestThreads;
import dev.jthreading.thread.LocalStorage;
import dev.jthreading.thread.SafepointAction;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Functions of {@code Thread}, {@code local} and of what reaches into other threads. */
final class ThreadFunctions {

    private static final long MOST_SIGNALS = 64;

    private final JThreadingContext context;
    private final Values values;

    ThreadFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    private Thread mainThread() {
        return context.threads().mainThread();
    }

    void addTo(JThreadingModule module, JThreadingModule installation) {
        installation.addVoid(KEPT, "interrupted_by", 1, args -> interruptedBy(Values.callable(args[0])));
        module.add(KEPT, "get_ident", 0, args -> Thread.currentThread().threadId());
        module.add(KEPT, "may_handle_signals", 0,
                args -> Thread.currentThread() == mainThread() && Interpreters.self(context.env()) == null);
        module.add(KEPT, "handles_signals", 0, args -> context.interpreters().isMainThread());
        module.add(KEPT, "main_thread_ident", 0, args -> mainThread().threadId());
        module.add(KEPT, "get_native_id", 0, args -> context.currentThread().learnNativeId());
        module.addVoid(KEPT, "set_native_name", 1, args -> context.currentThread().setSystemName(Values.asString(args[0])));
        module.add(RELEASED, "get_native_name", 0, args -> nativeName());
        module.add(KEPT, "stack_size", 0, args -> context.threads().stackSize());
        module.add(KEPT, "set_stack_size", 1, args -> context.threads().setStackSize(Values.asLong(args[0])));
        addLifeTo(module);
        addIdentityTo(module);
        addEndTo(module);
        addActionsTo(module);
        addLocalTo(module);
    }

    /** From the making of a thread to its end. */
    private void addLifeTo(JThreadingModule module) {
        module.add(KEPT, "thread_new", 0, args -> new Handle(GuestThread.create()));
        module.add(KEPT, "context_ends", 0, args -> context.end().mayEnd());
        module.add(KEPT, "threads_ended_unbegun", 0, args -> context.threads().endedUnbegun());
        module.add(KEPT, "thread_claim", 1, args -> thread(args[0]).claim());
        module.add(KEPT, "thread_start", 3, this::start);
        module.addVoid(KEPT, "thread_set_daemon", 2, args -> thread(args[0]).setDaemon(Values.asBoolean(args[1])));
        module.addVoid(KEPT, "thread_set_virtual", 2, args -> thread(args[0]).setVirtual(Values.asBoolean(args[1])));
        module.add(KEPT, "thread_stand_for", 2, this::standFor);
        module.add(KEPT, "thread_call_program", 1, args -> context.uncaughtExceptions().callIn(Values.callable(args[0])));
        module.add(KEPT, "thread_is_started", 1, args -> thread(args[0]).isStarted());
        module.add(KEPT, "thread_has_started", 1, args -> thread(args[0]).started().isSet());
        module.add(KEPT, "thread_started_event", 1, args -> new Handle(thread(args[0]).started()));
        module.addVoid(KEPT, "thread_set_started", 1, args -> thread(args[0]).started().set());
        module.add(KEPT, "thread_is_alive", 1, args -> thread(args[0]).isAlive());
        module.add(KEPT, "thread_join", 2, args -> join(thread(args[0]), values.deadline(args[1])));
        module.addVoid(KEPT, "thread_signal_end", 1, args -> thread(args[0]).signalEnd());
        module.add(KEPT, "thread_finished_lock", 1, args -> new Handle(thread(args[0]).finishedLock()));
        module.addVoid(KEPT, "thread_finish", 1, args -> thread(args[0]).abandon());
        module.addVoid(KEPT, "thread_add_sentinel", 1, args -> context.currentThread().addSentinel(Values.target(args[0], Lock.class)));
        module.addVoid(KEPT, "thread_free_ids", 1, args -> thread(args[0]).freeIds());
    }

    private void addIdentityTo(JThreadingModule module) {
        module.add(KEPT, "thread_current", 0, args -> new Handle(context.currentThread()));
        module.add(KEPT, "thread_is_current", 1, args -> thread(args[0]) == context.currentThread());
        module.add(KEPT, "thread_is_virtual", 0, args -> Thread.currentThread().isVirtual());
        module.add(KEPT, "current_thread", 0, args -> values.orNone(context.currentThread().pythonThread()));
        module.addVoid(KEPT, "thread_set_python", 2, args -> thread(args[0]).setPythonThread(args[1]));
        module.add(KEPT, "thread_ident", 1, args -> thread(args[0]).ident());
        module.add(KEPT, "thread_native_id", 1, args -> thread(args[0]).nativeId());
        module.add(KEPT, "thread_await_native_id", 1, args -> thread(args[0]).awaitNativeId(context.unlockedBlocking()));
        module.addVoid(KEPT, "thread_set_name", 2, args -> thread(args[0]).setName(Values.asString(args[1])));
        module.addVoid(KEPT, "thread_set_python_name", 2, args -> thread(args[0]).setPythonName(Values.asString(args[1])));
        module.add(RELEASED, "thread_attached_name", 0,
                args -> values.orNone(Thread.currentThread() == mainThread() ? null : context.currentThread().attachedName()));
        module.add(RELEASED, "thread_foreign_traceback", 0, args -> values.orNone(context.currentThread().foreignTraceback()));
    }

    /** The end of the context: see {@link ContextEnd}. */
    private void addEndTo(JThreadingModule module) {
        module.addVoid(KEPT, "threading_imported", 0, args -> context.end().threadingImported());
        module.addVoid(RELEASED, "threads_join", 0, args -> joinNonDaemons());
        module.addVoid(KEPT, "threads_close", 0, args -> context.end().endJoin());
        module.addVoid(RELEASED, "threads_end", 0, args -> endThreads());
        module.add(KEPT, "threads_are_closed", 0, args -> !context.end().mayStart());
        module.add(KEPT, "thread_count", 0, args -> context.threads().count());
    }

    private void addActionsTo(JThreadingModule module) {
        module.add(RELEASED, "wait", 1, args -> context.unlockedBlocking().inside(args));
        module.add(KEPT, "allow_side_effects", 1, args -> TruffleSafepoint.getCurrent().setAllowSideEffects(Values.asBoolean(args[0])));
        module.add(KEPT, "keep_gil", 1, args -> context.foreignCalls().keepGil(Values.asBoolean(args[0])));
        module.add(RELEASED, "is_interrupt", 1, args -> GuestThreads.isInterrupt(args[0]));
        module.addVoid(KEPT, "sleep", 1, this::sleep);
        module.addVoid(KEPT, "poll", 0, args -> context.blocking().poll());
        module.add(KEPT, "thread_nanos", 0, args -> values.orNone(context.currentThread().processorNanos()));
        module.add(KEPT, "process_nanos", 0, args -> Management.SYSTEM.getProcessCpuTime());
        module.addVoid(RELEASED, "give_way", 0, args -> context.turns().stayAway());
        module.addVoid(KEPT, "set_gil_switch_interval", 1, args -> context.setSwitchInterval((Double) args[0]));
        module.add(KEPT, "run_in_main_thread", 1, this::runInMainThread);
        module.addVoid(KEPT, "interrupt_main_interpreter", 1, args -> interruptMain(Values.asLong(args[0])));
        module.addVoid(KEPT, "deliver", 1, this::deliver);
        module.addVoid(KEPT, "require_stack", 0, args -> StackRoom.require());
        module.add(RELEASED, "run_in_all_threads", 2, this::runInAllThreads);
    }

    private void addLocalTo(JThreadingModule module) {
        module.add(KEPT, "local_new", 0, args -> new Handle(new LocalStorage()));
        module.add(KEPT, "local_get", 1, args -> values.orNone(local(args[0]).get(context.currentThread())));
        module.addVoid(KEPT, "local_put", 2, args -> local(args[0]).put(context.currentThread(), args[1]));
        module.addVoid(KEPT, "local_remove", 1, args -> local(args[0]).remove(context.currentThread()));
    }

    private static GuestThread thread(Object handle) {
        return Values.target(handle, GuestThread.class);
    }

    private static LocalStorage local(Object handle) {
        return Values.target(handle, LocalStorage.class);
    }

    /** Ends the interpreters that are left too, if this is the main one: what daemon threads do there ends as they do. */
    private void endThreads() {
        Interpreter self = Interpreters.self(context.env());
        if (self == null) {
            context.interpreters().end(context::closeInside);
        }
        context.end().endThreads();
        if (self != null) {
            self.threadsEnded();
        }
    }

    /** Starts a thread on {@code body}, a Python callable that raises nothing; returns whether it started, None if it had before. */
    private Object start(Object[] args) {
        GuestThread guest = thread(args[0]);
        // Taken out when it runs: the Java thread lives on for a moment, and must not keep what it ran.
        AtomicReference<Object> body = new AtomicReference<>(Values.callable(args[1]));
        boolean daemon = Values.asBoolean(args[2]);
        if (!guest.claim()) {
            return values.none();
        }
        Runnable run = () -> {
            GuestThread before = context.currentThread();
            context.become(guest);
            guest.learnNativeId();
            // Until the body says otherwise: a thread that is interrupted on its way into Python takes the GIL with it.
            TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
            safepoint.setAllowSideEffects(false);
            boolean kept = context.foreignCalls().keepGil(false);
            try {
                Values.call(Objects.requireNonNull(body.getAndSet(null)), guest.isHosted());
            } finally {
                context.foreignCalls().keepGil(guest.isHosted() && kept);
                safepoint.setAllowSideEffects(true);
                // A worker is nothing in between, a thread of the application's what it was.
                context.become(guest.isHosted() ? before : guest.newIdle());
            }
        };
        return context.threads().start(guest, run, daemon, context.unlockedBlocking());
    }

    /** Makes the calling thread the one that {@code args[0]}, never started, was to be; returns it. */
    private Object standFor(Object[] args) {
        GuestThread current = context.currentThread();
        current.standFor(thread(args[0]), Values.asBoolean(args[1]));
        return new Handle(current);
    }

    /** The bytes of the name that the operating system shows, or would, a character each; None where there is no telling. */
    private Object nativeName() {
        byte[] name = context.currentThread().systemName();
        return name == null ? values.none() : new String(name, StandardCharsets.ISO_8859_1);
    }

    /** Waits for all threads that are no daemons, or until the interpreter is not to wait any longer. */
    private void joinNonDaemons() throws InterruptedException {
        boolean mainEnds = Interpreters.self(context.env()) == null && context.end().mayEnd();
        Deadline deadline = context.interpreters().joinUntil(context.end().beginJoin(), mainEnds);
        GuestThread next = context.end().nextToJoin(context.currentThread());
        while (next != null && join(next, deadline)) {
            next = context.end().nextToJoin(context.currentThread());
        }
    }

    private void sleep(Object[] args) throws InterruptedException {
        Deadline deadline = values.deadline(args[0]);
        context.unlockedBlocking().await(() -> {
            for (long nanos = deadline.remaining(); nanos > 0; nanos = deadline.remaining()) {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
            return true;
        });
        context.blocking().poll();
    }

    private boolean join(GuestThread thread, Deadline deadline) throws InterruptedException {
        StackRoom.require();
        boolean ended = context.await(thread, () -> thread.join(deadline, context.unlockedBlocking()));
        // What the thread asked of this one before it ended comes first, also if this one put it off.
        context.blocking().poll();
        return ended;
    }

    /** Returns false if this is the main thread, which can run it by itself. */
    private Object runInMainThread(Object[] args) {
        return Thread.currentThread() != mainThread() && interruption(args[0]).submit(mainThread()) != null;
    }

    private void interruptedBy(Object handlerCaller) {
        context.interpreters().interruptMainBy(
                signal -> new Interruption(context, () -> Values.call(handlerCaller, signal)).submitIfOpen(mainThread()),
                () -> Thread.currentThread() == mainThread());
    }

    private void interruptMain(long signal) {
        if (signal <= 0 || signal > MOST_SIGNALS) {
            throw new IllegalArgumentException();
        }
        context.interpreters().interruptMain(signal);
    }

    private Interruption interruption(Object action) {
        Object callable = Values.callable(action);
        return new Interruption(context, () -> values.callAtSafepoint(callable));
    }

    /** Has the calling thread call {@code args[0]} for a signal, when GraalPy has handed that on. */
    private void deliver(Object[] args) {
        Object callable = Values.callable(args[0]);
        Interruption.afterCaller(context, () -> values.callAtSafepoint(callable));
    }

    /**
     * Has every thread of the context run {@code args[0]} at its next safepoint, and waits for that up to so many
     * nanoseconds. A thread in a system call comes to a safepoint only after it.
     */
    private Object runInAllThreads(Object[] args) {
        Future<?> done = submitToAll(args[0]);
        Deadline deadline = Deadline.after(Values.asLong(args[1]));
        // After a safepoint it begins anew.
        return context.blocking().await(() -> isDone(done, Math.max(0, deadline.remaining())));
    }

    private static boolean isDone(Future<?> future, long nanos) throws InterruptedException {
        try {
            future.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private Future<?> submitToAll(Object action) {
        TruffleLanguage.Env env = context.env();
        Object callable = Values.callable(action);
        return env.submitThreadLocal(null, new SafepointAction() {
            @Override
            protected void run(Access access) {
                if (!context.currentThread().isIdle()) {
                    values.callAtSafepoint(callable);
                }
            }
        });
    }

    /** Loaded when it is needed. */
    private static final class Management {
        private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        private Management() { }
    }
}
