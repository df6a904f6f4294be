package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.logging.Filter;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong use by an application, and code of an application's that fails: the documented exception, and nothing has changed. */
@SuppressWarnings("LockNotBeforeTry")
class WrongUseByJavaTest {

    private static final HostAccess ACCESS = HostAccess.newBuilder(HostAccess.EXPLICIT).allowImplementations(Lock.class).build();
    /** What the listener and the executors here fail with: also errors, and exceptions that they may not throw. */
    private static final List<Throwable> FAILURES = List.of(new IllegalStateException("failed"), new AssertionError("failed"),
            new NoClassDefFoundError("failed"), new Exception("checked"), new Error("failed"));
    private static final List<Throwable> FAILURES_OF_LISTENERS =
            Stream.concat(FAILURES.stream(), Stream.of(new StackOverflowError("failed"), new OutOfMemoryError("failed"))).toList();

    private final Engine engine = Engine.create();
    @SuppressWarnings("NullAway.Init")
    private Context context;
    @SuppressWarnings("NullAway.Init")
    private PythonThreads threads;

    @BeforeEach
    void open() {
        context = newContext();
        threads = PythonThreads.of(context);
        python("""
                import queue, threading
                outcome = queue.Queue()
                def attempt(function, *arguments):
                    try:
                        return str(function(*arguments))
                    except Exception as error:
                        return f'{type(error).__name__}: {error}'
                def start(thread):
                    return f'{attempt(thread.start)}, {thread.ident}, {thread.is_alive()}, {threading.active_count()}, {threading._limbo}'
                """);
    }

    @AfterEach
    void close() {
        context.close(true);
        engine.close();
    }

    private Context newContext() {
        return Context.newBuilder("python").engine(engine).allowCreateThread(true).allowHostAccess(ACCESS).option("jthreading", "true")
                .build();
    }

    private Value python(String program) {
        return context.eval("python", program);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void throwAny(Throwable failure) throws T {
        throw (T) failure;
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    /** A thread that goes on waiting if nothing is raised in it. */
    private long startWaiter() {
        long ident = python("""
                event = threading.Event()
                waiter = threading.Thread(target=lambda: outcome.put(attempt(event.wait)))
                waiter.start()
                waiter.ident
                """).asLong();
        await().until(() -> threads.list().stream().anyMatch(thread -> thread.ident() == ident && thread.waitsFor() != null));
        return ident;
    }

    private void assertWaiterWasLeftAlone() {
        python("event.set(); waiter.join()");
        assertThat(python("outcome.get()").asString()).isEqualTo("True");
        assertThat(python("outcome.empty()").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31})
    void aWrongIdentIsNoThread(long ident) {
        startWaiter();
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(ident, python("ValueError")))
                .withMessage("no Python thread with ident " + ident + " runs in this context");
        assertWaiterWasLeftAlone();
    }

    @Test
    void aThreadThatHasEndedIsNoThread() {
        long ended = python("thread = threading.Thread(target=int); thread.start(); thread.join(); thread.ident").asLong();
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(ended, python("ValueError")))
                .withMessageContaining("no Python thread");
        // The Java thread under it may run the next one.
        startWaiter();
        assertWaiterWasLeftAlone();
    }

    @Test
    void aThreadOfAnotherContextIsNoThread() {
        try (Context other = newContext()) {
            PythonThreads others = PythonThreads.of(other);
            long ident = startWaiter();
            Value exception = other.eval("python", "ValueError");
            assertThatIllegalArgumentException().isThrownBy(() -> others.interrupt(ident, exception))
                    .withMessageContaining("no Python thread");
            assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(ident, exception))
                    .withMessageContaining("not an exception of Python's");
            assertWaiterWasLeftAlone();
        }
    }

    @Test
    void aJavaThreadThatIsAwayCannotBeInterrupted() throws InterruptedException {
        CountDownLatch away = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        CompletableFuture<String> visitor = CompletableFuture.supplyAsync(() -> {
            python("threading.current_thread().name = 'visitor'");
            away.countDown();
            try {
                back.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return python("attempt(sum, range(10))").asString();
        });
        away.await();
        long ident = threads.list().stream().filter(thread -> thread.name().equals("visitor")).findAny().orElseThrow().ident();
        assertThatIllegalStateException().isThrownBy(() -> threads.interrupt(ident, python("ValueError")))
                .withMessage("the Java thread with ident " + ident + " is not in the context at the moment");
        back.countDown();
        assertThat(visitor.join()).isEqualTo("45");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "int", "None", "'ValueError'", "object()", "threading", "threading.Lock()._jthreading_lock"})
    void whatIsNoExceptionIsNotRaised(String value) {
        long ident = startWaiter();
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(ident, python(value)))
                .withMessage("not an exception of Python's");
        assertThatNullPointerException().isThrownBy(() -> threads.interrupt(ident, nothing()));
        assertWaiterWasLeftAlone();
    }

    @Test
    void anExecutorThatIsNullLeavesTheOneBefore() {
        List<Runnable> given = new ArrayList<>();
        threads.setExecutor(task -> {
            given.add(task);
            task.run();
        });
        assertThatNullPointerException().isThrownBy(() -> threads.setExecutor(nothing()));
        assertThat(python("thread = threading.Thread(target=int); start(thread)").asString())
                .isEqualTo("RuntimeError: can't start new thread, None, False, 1, {}");
        assertThat(given).hasSize(1);
    }

    @Test
    void anExecutorThatFailsLeavesTheThreadUnstarted() {
        python("thread = threading.Thread(target=outcome.put, args=('ran',))");
        for (Throwable failure : FAILURES) {
            threads.setExecutor(task -> WrongUseByJavaTest.<RuntimeException>throwAny(failure));
            assertThat(python("start(thread)").asString()).as(failure.toString())
                    .isEqualTo("RuntimeError: can't start new thread, None, False, 1, {}");
        }
        threads.setExecutor(task -> {
            throw new OutOfMemoryError("no more threads");
        });
        assertThat(python("start(thread)").asString()).isEqualTo("RuntimeError: can't start new thread, None, False, 1, {}");
        try (ExecutorService good = Executors.newCachedThreadPool()) {
            threads.setExecutor(good);
            assertThat(python("thread.start(); thread.join(); outcome.get()").asString()).isEqualTo("ran");
        }
    }

    /** As one whose pool is full does: the starter waits, and can be interrupted. */
    @Test
    void anExecutorThatNeverRunsAThreadLeavesItUnstarted() {
        BlockingQueue<Runnable> given = new LinkedBlockingQueue<>();
        threads.setExecutor(given::add);
        python("thread = threading.Thread(target=outcome.put, args=('ran',))");
        CompletableFuture<String> start = CompletableFuture.supplyAsync(
                () -> python("ident = threading.get_ident()\nstart(thread)").asString());
        await().until(() -> !given.isEmpty());
        threads.interrupt(python("ident").asLong(), python("TimeoutError('enough')"));
        assertThat(start.join()).startsWith("TimeoutError: enough, None, False, ").endsWith(", {}");
        given.remove().run();
        assertThat(python("f'{outcome.empty()}, {thread.ident}, {__import__('_thread')._count()}'").asString()).isEqualTo("True, None, 0");
        try (ExecutorService good = Executors.newCachedThreadPool()) {
            threads.setExecutor(good);
            assertThat(python("thread.start(); thread.join(); outcome.get()").asString()).isEqualTo("ran");
        }
    }

    /** Returns what tells of the end of the runs to come. */
    private List<CompletableFuture<Void>> runEachTaskTwice(ExecutorService pool) {
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        threads.setExecutor(task -> {
            runs.add(CompletableFuture.runAsync(task, pool));
            runs.add(CompletableFuture.runAsync(task, pool));
        });
        return runs;
    }

    @Test
    void anExecutorThatRunsAThreadTwiceRunsItOnce() {
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Void>> runs = runEachTaskTwice(pool);
            python("thread = threading.Thread(target=outcome.put, args=('ran',)); thread.start(); thread.join()");
            runs.forEach(CompletableFuture::join);
            assertThat(python("f'{outcome.get()}, {outcome.empty()}, {threading.active_count()}'").asString()).isEqualTo("ran, True, 1");
        }
    }

    @Test
    void anExecutorsSecondRunDoesNotEndTheFirst() {
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Void>> runs = runEachTaskTwice(pool);
            python("""
                    goes = threading.Event()
                    def work():
                        goes.wait()
                        outcome.put(threading.current_thread() is thread)
                    thread = threading.Thread(target=work, daemon=True)
                    thread.start()
                    """);
            CompletableFuture.anyOf(runs.toArray(CompletableFuture<?>[]::new)).join();
            List<PythonThread> running = threads.list();
            boolean alive = python("alive = thread.is_alive(); goes.set(); alive").asBoolean();
            runs.forEach(CompletableFuture::join);
            assertThat(running).hasSize(2);
            assertThat(alive).isTrue();
            assertThat(python("thread.join(); outcome.get()").asBoolean()).isTrue();
        }
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        python("""
                hooked = []
                threading.excepthook = lambda args: hooked.append(repr(args.exc_value))
                def fail():
                    raise ValueError('oh')
                """);
        List<Throwable> thrown = new ArrayList<>();
        threads.setUncaughtExceptionListener((thread, exception) -> {
            Throwable failure = FAILURES_OF_LISTENERS.get(thrown.size());
            thrown.add(failure);
            WrongUseByJavaTest.<RuntimeException>throwAny(failure);
        });
        for (Throwable failure : FAILURES_OF_LISTENERS) {
            python("thread = threading.Thread(target=fail); thread.start(); thread.join()");
            assertThat(thrown).endsWith(failure);
            assertThat(python("str(hooked); hooked.pop()").asString()).isEqualTo("ValueError('oh')");
        }
        assertThat(python("f'{hooked}, {threading.active_count()}, {thread.is_alive()}'").asString()).isEqualTo("[], 1, False");
    }

    @ParameterizedTest
    @CsvSource({"Lock, release unlocked lock", "RLock, cannot release un-acquired lock"})
    void aLockOfPythonThatJavaDoesNotHoldStaysAsItIs(String type, String message) {
        Value value = python("lock = threading." + type + "(); lock");
        Lock lock = value.as(Lock.class);
        assertThatThrownBy(lock::unlock).isInstanceOf(PolyglotException.class).hasMessage("RuntimeError: " + message);
        assertThatThrownBy(() -> value.invokeMember("release")).isInstanceOf(PolyglotException.class)
                .hasMessage("RuntimeError: " + message);
        assertThat(python("f'{lock.locked()}, {lock.acquire(False)}, {lock.locked()}'").asString()).isEqualTo("False, True, True");
        lock.unlock();
        assertThatThrownBy(lock::unlock).isInstanceOf(PolyglotException.class).hasMessage("RuntimeError: " + message);
        assertThat(lock.tryLock()).isTrue();
    }

    @Test
    void anRLockOfAnotherThreadStaysAsItIs() {
        Lock lock = python("""
                lock, held, done = threading.RLock(), threading.Event(), threading.Event()
                def hold():
                    with lock, lock:
                        held.set()
                        done.wait()
                        outcome.put(lock._recursion_count())
                thread = threading.Thread(target=hold)
                thread.start()
                held.wait()
                lock
                """).as(Lock.class);
        assertThatThrownBy(lock::unlock).isInstanceOf(PolyglotException.class).hasMessage("RuntimeError: cannot release un-acquired lock");
        assertThat(lock.tryLock()).isFalse();
        python("done.set(); thread.join()");
        assertThat(python("outcome.get()").asInt()).isEqualTo(2);
    }

    /** Python's threads are to Java what Java's are: a lock that another thread has is not theirs to release. */
    @Test
    void aLockOfJavaThatPythonDoesNotHoldStaysAsItIs() {
        ReentrantLock lock = new ReentrantLock();
        Lock writing = new ReentrantReadWriteLock().writeLock();
        context.getBindings("python").putMember("java", lock);
        context.getBindings("python").putMember("writing", writing);
        python("""
                import jthreading
                def apart(function):
                    thread = threading.Thread(target=lambda: outcome.put(attempt(function)))
                    thread.start(); thread.join()
                    return outcome.get()
                """);
        lock.lock();
        writing.lock();
        for (String attempt : List.of("java.release", "writing.release", "threading.Condition(java).wait",
                "threading.Condition(java).notify", "threading.Condition(writing).wait")) {
            assertThat(python("apart(" + attempt + ")").asString()).startsWith("RuntimeError: cannot ").endsWith(" un-acquired lock");
        }
        assertThat(lock.getHoldCount()).isEqualTo(1);
        lock.unlock();
        writing.unlock();
        assertThat(lock.isLocked()).isFalse();
        assertThat(python("attempt(java.release)").asString()).isEqualTo("RuntimeError: cannot release un-acquired lock");
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void aSemaphoreOfJavaTakesNoWrongNumberOfPermits() {
        Semaphore semaphore = new Semaphore(5);
        context.getBindings("python").putMember("java", semaphore);
        python("import jthreading");
        assertThat(python("'; '.join(attempt(java.release, n) for n in (0, -1, 2**31 - 1, 2**31, 2**100, 1.5, 'x', None))").asString())
                .isEqualTo("ValueError: n must be one or more; ValueError: n must be one or more; "
                        + "ValueError: Semaphore released too many times; "
                        + "ValueError: Semaphore released too many times; ValueError: Semaphore released too many times; "
                        + "TypeError: java_semaphore_release() got a wrong argument; "
                        + "TypeError: '<' not supported between instances of 'str' and 'int'; "
                        + "TypeError: '<' not supported between instances of 'NoneType' and 'int'");
        assertThat(semaphore.availablePermits()).isEqualTo(5);
    }

    /** An application's own kind of lock may fail; Python hears that it did, and the application's log how. */
    @Test
    void aLockOfJavaThatFailsIsAnErrorInPython() {
        Lock broken = new ReentrantLock() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean tryLock() {
                throw new UnsupportedOperationException("not this one");
            }
        };
        context.getBindings("python").putMember("java", broken);
        assertThat(python("import jthreading; attempt(java.acquire, False)").asString()).isEqualTo("RuntimeError: java_lock_try() failed");
        assertThat(python("attempt(java.acquire)").asString()).isEqualTo("True");
        assertThat(python("attempt(java.release)").asString()).isEqualTo("None");
    }

    private static Lock lockThatFailsWith(Throwable failure) {
        return new ReentrantLock() {
            private static final long serialVersionUID = 1L;

            @Override
            public void lockInterruptibly() {
                WrongUseByJavaTest.<RuntimeException>throwAny(failure);
            }

            @Override
            public void unlock() {
                WrongUseByJavaTest.<RuntimeException>throwAny(failure);
            }
        };
    }

    /** What writes the log may want Python. */
    @Test
    void itIsLoggedWithoutTheGil() {
        Lock broken = lockThatFailsWith(new UnsupportedOperationException("not this one"));
        context.getBindings("python").putMember("java", broken);
        Logger logger = Logger.getLogger("dev.jthreading");
        try (ExecutorService asking = Executors.newSingleThreadExecutor()) {
            Filter wantsPython = message -> CompletableFuture.supplyAsync(() -> python("False").asBoolean(), asking).join();
            logger.setFilter(wantsPython);
            assertThat(python("import jthreading; attempt(java.acquire)").asString())
                    .isEqualTo("RuntimeError: java_lock_acquire() failed");
        } finally {
            logger.setFilter(null);
        }
    }

    @Test
    void alsoWhateverItThrows() {
        for (Throwable failure : Stream.concat(FAILURES.stream(), Stream.of(new IllegalArgumentException("failed"))).toList()) {
            context.getBindings("python").putMember("java", lockThatFailsWith(failure));
            assertThat(python("import jthreading; attempt(java.acquire)").asString()).as(failure.toString())
                    .isEqualTo("RuntimeError: java_lock_acquire() failed");
            assertThat(python("attempt(java.release)").asString()).as(failure.toString())
                    .isEqualTo("RuntimeError: java_lock_release() failed");
        }
    }

    @ParameterizedTest
    @CsvSource({"Lock, RuntimeError: release unlocked lock, locked(), false",
            "RLock, RuntimeError: cannot release un-acquired lock, locked(), false",
        "BoundedSemaphore, ValueError: Semaphore released too many times, _value, 1"})
    void aSecondReleaseByJavaScriptChangesNothing(String type, String message, String state, String after) throws Exception {
        python("lock = threading." + type + "()");
        try (Context script = Context.newBuilder("js").engine(engine).allowHostAccess(ACCESS).build()) {
            script.getBindings("js").putMember("lock", python("lock"));
            assertThat(script.eval("js",
                    "lock.acquire(); lock.release(); try { lock.release(); 'released' } catch (error) { error.message }").asString())
                    .isEqualTo(message);
            assertThat(script.eval("js", "String(lock." + state + ")").asString()).isEqualTo(after);
        }
        // One that Python may take, once.
        CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(() -> python(
                "lock.acquire() and not lock.acquire(timeout=0) if hasattr(lock, '_value') else lock.acquire()").asBoolean());
        assertThat(taken.get(2, TimeUnit.MINUTES)).isTrue();
    }
}
