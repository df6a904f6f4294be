package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python's locks are Java's, and Java's are Python's. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class LanguagesShareLocksTest {

    private static final HostAccess ACCESS = HostAccess.newBuilder(HostAccess.EXPLICIT).allowImplementations(Lock.class)
            .allowImplementations(Condition.class).build();

    private final Engine engine = Engine.create();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    @SuppressWarnings("NullAway.Init")
    private Context context;
    @SuppressWarnings("NullAway.Init")
    private PythonThreads threads;

    @BeforeEach
    void open() {
        context = Context.newBuilder("python").engine(engine).allowCreateThread(true).allowHostAccess(ACCESS).option("jthreading", "true")
                .build();
        threads = PythonThreads.of(context);
        python("""
                import jthreading, threading
                def start(function, *args):
                    threading.Thread(target=function, args=args, name='worker', daemon=True).start()
                def attempt(function, *args):
                    try:
                        return str(function(*args))
                    except Exception as error:
                        return f'{type(error).__name__}: {error}'
                """);
    }

    @AfterEach
    void close() {
        context.close(true);
        engine.close();
        executor.shutdownNow();
    }

    private Value python(String program) {
        return context.eval("python", program);
    }

    private void untilWaits(String what) {
        await().until(() -> threads.list().stream().anyMatch(thread -> thread.waitsFor() != null && thread.waitsFor().contains(what)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lock", "RLock"})
    void aLockOfPythonIsOneOfJava(String type) throws Exception {
        Value python = python("lock = threading." + type + "(); lock");
        Lock lock = python.as(Lock.class);
        lock.lock();
        assertThat(python("taken = threading.Event(); start(lambda: (lock.acquire(), taken.set(), lock.release())); "
                + "lock.__repr__().startswith('<locked')").asBoolean()).isTrue();
        untilWaits(type);
        assertThat(executor.submit(() -> lock.tryLock()).get()).isFalse();
        assertThat(executor.submit(() -> lock.tryLock(1, TimeUnit.MILLISECONDS)).get()).isFalse();
        lock.unlock();
        assertThat(python("taken.wait()").asBoolean()).isTrue();
        await().until(() -> lock.tryLock(1, TimeUnit.MINUTES));
        lock.unlock();
    }

    @Test
    void javaWaitsForALockThatPythonHolds() throws Exception {
        Lock lock = python("lock = threading.RLock(); lock").as(Lock.class);
        python("""
                held, go = threading.Event(), threading.Event()
                def hold():
                    with lock:
                        held.set()
                        go.wait()
                start(hold)
                held.wait()
                """);
        Future<?> locked = executor.submit(() -> {
            lock.lockInterruptibly();
            lock.unlock();
            return null;
        });
        untilWaits("RLock");
        assertThat(locked.isDone()).isFalse();
        python("go.set()");
        assertThat(locked.get(2, TimeUnit.MINUTES)).isNull();
    }

    @Test
    void itsConditionIsOneOfJava() throws Exception {
        Lock lock = python("lock = threading.RLock(); condition = threading.Condition(lock); lock").as(Lock.class);
        Condition condition = lock.newCondition();
        Future<?> notified = executor.submit(() -> {
            lock.lock();
            try {
                condition.await();
            } finally {
                lock.unlock();
            }
            return null;
        });
        untilWaits("Condition");
        lock.lock();
        condition.signal();
        assertThat(condition.await(1, TimeUnit.NANOSECONDS)).isFalse();
        assertThat(condition.awaitNanos(1)).isNotPositive();
        lock.unlock();
        assertThat(notified.get(2, TimeUnit.MINUTES)).isNull();
        assertThatThrownBy(condition::signalAll).isInstanceOf(PolyglotException.class)
                .hasMessage("RuntimeError: cannot notify on un-acquired lock");
        assertThatThrownBy(condition::await).isInstanceOf(PolyglotException.class)
                .hasMessage("RuntimeError: cannot wait on un-acquired lock");
    }

    @Test
    void aReleaseThatIsNotDueChangesNothing() {
        Value value = python("lock = threading.RLock(); lock");
        Lock lock = value.as(Lock.class);
        assertThatThrownBy(lock::unlock).isInstanceOf(PolyglotException.class).hasMessage("RuntimeError: cannot release un-acquired lock");
        lock.lock();
        CompletableFuture<Void> released = CompletableFuture.runAsync(lock::unlock, executor);
        assertThatThrownBy(released::join).hasRootCauseMessage("RuntimeError: cannot release un-acquired lock");
        assertThat(python("lock._recursion_count()").asInt()).isEqualTo(1);
        lock.unlock();
        Value plain = python("threading.Lock()");
        assertThatThrownBy(() -> plain.invokeMember("release")).isInstanceOf(PolyglotException.class)
                .hasMessage("RuntimeError: release unlocked lock");
        assertThat(plain.invokeMember("locked").asBoolean()).isFalse();
    }

    @Test
    void membersAreThoseOfPython() {
        Value event = python("threading.Event()");
        event.invokeMember("set");
        assertThat(event.invokeMember("wait").asBoolean()).isTrue();
        Value semaphore = python("threading.Semaphore(1)");
        assertThat(semaphore.invokeMember("acquire").asBoolean()).isTrue();
        assertThat(semaphore.invokeMember("acquire", false).asBoolean()).isFalse();
        assertThat(python("[name for name in ('lock', 'unlock', 'tryLock') if name in dir(threading.Lock()) + dir(threading.RLock())]")
                .getArraySize()).isZero();
    }

    @Test
    void aLockOfJavaIsOneOfPython() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        context.getBindings("python").putMember("java", lock);
        python("""
                condition, ready = threading.Condition(java), threading.Event()
                def wait():
                    with condition, java:
                        ready.set()
                        condition.wait()
                    done.set()
                done = threading.Event()
                start(wait)
                ready.wait()
                """);
        untilWaits("Condition");
        assertThat(lock.isLocked()).isFalse();
        python("with condition: condition.notify()");
        assertThat(python("done.wait()").asBoolean()).isTrue();
        assertThat(lock.isLocked()).isFalse();
        lock.lock();
        python("entered = threading.Event()\ndef enter():\n  with java: entered.set()\nstart(enter)");
        await().until(lock::hasQueuedThreads);
        assertThat(python("str([java.acquire(False), java.acquire(timeout=0.001), entered.is_set()])").asString())
                .isEqualTo("[True, True, False]");
        lock.unlock();
        lock.unlock();
        lock.unlock();
        assertThat(python("entered.wait()").asBoolean()).isTrue();
        assertThat(python("str([attempt(java.release), attempt(condition.notify), attempt(condition.wait), "
                + "attempt(java.acquire, True, -5), attempt(java.acquire, False, 5)])").asString())
                .isEqualTo("['RuntimeError: cannot release un-acquired lock', 'RuntimeError: cannot notify on un-acquired lock', "
                        + "'RuntimeError: cannot wait on un-acquired lock', "
                        + "'ValueError: timeout value must be positive', \"ValueError: can't specify a timeout for a non-blocking call\"]");
    }

    @Test
    void aSemaphoreOfJavaIsOneOfPython() {
        Semaphore semaphore = new Semaphore(1);
        context.getBindings("python").putMember("java", semaphore);
        python("""
                inside = threading.Event()
                def enter():
                    with java: inside.set()
                with java: start(enter); free = java.acquire(False)
                """);
        assertThat(python("free").asBoolean()).isFalse();
        assertThat(python("inside.wait()").asBoolean()).isTrue();
        await().until(() -> semaphore.availablePermits() == 1);
        assertThat(python("java.release(2); attempt(java.release, 0)").asString()).isEqualTo("ValueError: n must be one or more");
        assertThat(semaphore.availablePermits()).isEqualTo(3);
        String outcomes = "str([attempt(%s.acquire, *args) for args in "
                + "((False, 1), (False, -1), (False,), (True, -1), (True, -0.5), (True, 0), (True, 0.001))])";
        context.getBindings("python").putMember("java", new Semaphore(0));
        assertThat(python(outcomes.formatted("java")).asString())
                .isEqualTo(python(outcomes.formatted("threading.Semaphore(0)")).asString());
    }

    @Test
    void aWriteLockOfJavaMayBeOneOfACondition() {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        context.getBindings("python").putMember("java", lock.writeLock());
        assertThat(python("""
                condition = threading.Condition(java)
                def notify():
                    with condition:
                        condition.notify()
                with condition, java:
                    start(notify)
                    notified = condition.wait()
                notified
                """).asBoolean()).isTrue();
        assertThat(lock.isWriteLocked()).isFalse();
    }

    /** Each thread has one of the two and waits for the other; the wait lets go of the GIL, whoever waits. */
    @Test
    void noJavaThreadKeepsTheInterpreterLockWhileItWaits() throws Exception {
        ReentrantLock java = new ReentrantLock();
        context.getBindings("python").putMember("java", java);
        Lock python = python("lock = threading.Lock(); lock").as(Lock.class);
        java.lock();
        python("entered = threading.Event()\ndef enter():\n  with java: entered.set()\nstart(enter)");
        await().until(java::hasQueuedThreads);
        // The Python thread waits for this one's lock; this one can run Python, and wait there for others.
        python.lock();
        Future<?> other = executor.submit(() -> {
            python.lock();
            python.unlock();
        });
        untilWaits("Lock");
        assertThat(python("sum(range(1000))").asInt()).isEqualTo(499500);
        python.unlock();
        assertThat(other.get(2, TimeUnit.MINUTES)).isNull();
        java.unlock();
        assertThat(python("entered.wait()").asBoolean()).isTrue();
    }

    @Test
    void aWaitForALockOfJavaIsInterrupted() {
        ReentrantLock java = new ReentrantLock();
        context.getBindings("python").putMember("java", java);
        java.lock();
        long ident = python("""
                import queue
                outcome = queue.Queue()
                def work():
                    try:
                        java.acquire()
                    except LookupError as error:
                        outcome.put(repr(error))
                thread = threading.Thread(target=work)
                thread.start()
                thread.ident
                """).asLong();
        await().until(java::hasQueuedThreads);
        threads.interrupt(ident, python("LookupError"));
        assertThat(python("outcome.get()").asString()).isEqualTo("LookupError()");
        java.unlock();
    }

    /** In a context of its own: JavaScript wants to be alone in its context, and Python's threads are in Python's. */
    @Test
    void javaScriptWaitsForAndReleasesWhatPythonHolds() {
        python("""
                lock, event, held = threading.Lock(), threading.Event(), threading.Event()
                def work():
                    with lock:
                        held.set()
                        event.wait()
                start(work)
                held.wait()
                """);
        try (Context script = Context.newBuilder("js").engine(engine).allowHostAccess(ACCESS).build()) {
            assertThatIllegalStateException().isThrownBy(() -> PythonThreads.of(script)).withMessageContaining("without Python");
            script.getBindings("js").putMember("lock", python("lock"));
            script.getBindings("js").putMember("event", python("event"));
            untilWaits("Event");
            assertThat(script.eval("js", "lock.acquire(false)").asBoolean()).isFalse();
            assertThat(script.eval("js", "event.set(); lock.acquire()").asBoolean()).isTrue();
            assertThat(python("lock.locked()").asBoolean()).isTrue();
            assertThat(script.eval("js", "lock.release(); lock.locked()").asBoolean()).isFalse();
            assertThat(script.eval("js", "try { lock.release() } catch (error) { error.message + ', ' + lock.locked() }").asString())
                    .isEqualTo("RuntimeError: release unlocked lock, false");
        }
    }
}
