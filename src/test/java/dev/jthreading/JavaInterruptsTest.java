package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Java threads that wait for locks of Python's are interrupted as java.util.concurrent.locks promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings({"JavaUtilDate", "LockNotBeforeTry", "WaitNotInLoop"})
class JavaInterruptsTest {

    /** A wait that an interrupt ends. */
    enum Wait {
        LOCK_INTERRUPTIBLY((lock, condition) -> lock.lockInterruptibly()),
        TRY_LOCK((lock, condition) -> lock.tryLock(1, TimeUnit.HOURS)),
        AWAIT((lock, condition) -> condition.await()),
        AWAIT_TIME((lock, condition) -> condition.await(1, TimeUnit.HOURS)),
        AWAIT_NANOS((lock, condition) -> condition.awaitNanos(TimeUnit.HOURS.toNanos(1))),
        AWAIT_UNTIL((lock, condition) -> condition.awaitUntil(Date.from(Instant.now().plusSeconds(3600))));

        @SuppressWarnings("ImmutableEnumChecker")
        private final Call call;

        Wait(Call call) {
            this.call = call;
        }

        boolean isForCondition() {
            return name().startsWith("AWAIT");
        }
    }

    @FunctionalInterface
    private interface Call {
        void on(Lock lock, Condition condition) throws InterruptedException;
    }

    private final ExecutorService executor = Executors.newCachedThreadPool();
    @SuppressWarnings("NullAway.Init")
    private Context context;
    @SuppressWarnings("NullAway.Init")
    private PythonThreads threads;
    @SuppressWarnings("NullAway.Init")
    private Lock lock;
    @SuppressWarnings("NullAway.Init")
    private Condition condition;

    @BeforeAll
    void open() {
        HostAccess access = PythonLocks.mapTo(HostAccess.newBuilder(HostAccess.EXPLICIT)).build();
        context = Context.newBuilder("python").allowCreateThread(true).allowHostAccess(access).option("jthreading", "true").build();
        threads = PythonThreads.of(context);
        renew("RLock");
    }

    @AfterEach
    void isUsable() throws Exception {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(executor.submit(() -> lock.tryLock(1, TimeUnit.MINUTES)).get(2, TimeUnit.MINUTES)).as("free at the end").isTrue();
        renew("RLock");
    }

    @AfterAll
    void close() {
        context.close(true);
        executor.shutdownNow();
    }

    @Test
    void whatIsFreeIsNotContended() throws InterruptedException {
        long before = threads.statistics().contendedAcquires();
        for (int i = 0; i < 10; i++) {
            lock.lockInterruptibly();
            lock.unlock();
            assertThat(lock.tryLock(1, TimeUnit.HOURS)).isTrue();
            lock.unlock();
        }
        assertThat(threads.statistics().contendedAcquires()).isEqualTo(before);
    }

    /** The application's thread runs one of Python's, which calls the application. */
    @Test
    void aThreadOfAnExecutorIsInterrupted() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        threads.setExecutor(pool);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        lock.lock();
        try {
            context.getBindings("python").putMember("acquire", (ProxyExecutable) arguments -> {
                try {
                    lock.lockInterruptibly();
                    lock.unlock();
                    ended.completeExceptionally(new AssertionError("acquired"));
                } catch (InterruptedException interrupted) {
                    ended.complete(interrupted);
                }
                return true;
            });
            context.eval("python", "import threading; thread = threading.Thread(target=acquire, name='hosted'); thread.start()");
            await().until(() -> threads.list().stream().anyMatch(thread -> thread.name().equals("hosted") && thread.waitsFor() != null));
            pool.shutdownNow();
            assertThat(ended.get(1, TimeUnit.MINUTES)).isInstanceOf(InterruptedException.class);
        } finally {
            lock.unlock();
            threads.setExecutor(Runnable::run);
            pool.shutdownNow();
        }
        context.eval("python", "thread.join()");
    }

    @Test
    void timesThatHavePassedAreOverAndTheLongestIsNoError() throws InterruptedException {
        lock.lock();
        try {
            assertThat(condition.awaitNanos(Long.MIN_VALUE)).isNotPositive();
            assertThat(condition.await(Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
            assertThat(condition.awaitUntil(new Date(Long.MIN_VALUE))).isFalse();
        } finally {
            lock.unlock();
        }
        Value own = python("""
                class Own(type(threading.RLock())):
                    def acquire(self, *args):
                        return super().acquire(*args)
                Own()
                """);
        assertThat(PythonLocks.of(own).tryLock(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> PythonLocks.of(python("threading.RLock")));
        assertThatIllegalArgumentException().isThrownBy(() -> PythonLocks.of(python("Own")));
    }

    private void renew(String type) {
        lock = python("import threading; lock = threading." + type + "(); lock").as(Lock.class);
        condition = lock.newCondition();
    }

    private Value python(String program) {
        return context.eval("python", program);
    }

    private void untilWaits(String what) {
        await().until(() -> threads.list().stream().anyMatch(thread -> thread.waitsFor() != null && thread.waitsFor().contains(what)));
    }

    /** As the wait is to be used: a condition's with the lock. */
    private void use(Wait wait) throws InterruptedException {
        if (wait.isForCondition()) {
            lock.lock();
            try {
                wait.call.on(lock, condition);
            } finally {
                lock.unlock();
            }
        } else {
            wait.call.on(lock, condition);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledFutureEndsTheWait(Wait wait) throws Exception {
        if (!wait.isForCondition()) {
            lock.lock();
        }
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Future<?> future = executor.submit(() -> {
            try {
                use(wait);
                interrupted.complete(false);
            } catch (InterruptedException expected) {
                interrupted.complete(!Thread.currentThread().isInterrupted());
            }
            return null;
        });
        untilWaits(wait.isForCondition() ? "Condition" : "RLock");
        future.cancel(true);
        assertThat(interrupted.get(2, TimeUnit.MINUTES)).isTrue();
        if (!wait.isForCondition()) {
            lock.unlock();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptBeforeTheCallDoesToo(Wait wait) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> use(wait)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shutdownNowEndsAWaitOnAVirtualThread() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        lock.lock();
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            virtual.execute(() -> {
                try {
                    lock.lockInterruptibly();
                    interrupted.complete(false);
                } catch (InterruptedException expected) {
                    interrupted.complete(true);
                }
            });
            untilWaits("RLock");
            virtual.shutdownNow();
        }
        assertThat(interrupted.get(2, TimeUnit.MINUTES)).isTrue();
        lock.unlock();
    }

    /** Python's actions at safepoints, which the engine calls the thread to, are no interrupts. */
    @Test
    void aWaitThatPythonDisturbsGoesOn() throws Exception {
        lock.lock();
        Future<Boolean> waiter = executor.submit(() -> {
            boolean taken = lock.tryLock(1, TimeUnit.HOURS);
            if (taken) {
                lock.unlock();
            }
            return taken && !Thread.currentThread().isInterrupted();
        });
        untilWaits("RLock");
        for (int i = 0; i < 20; i++) {
            threads.dump();
        }
        assertThat(waiter.isDone()).isFalse();
        lock.unlock();
        assertThat(waiter.get(2, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void lockAndAwaitUninterruptiblyLeaveTheStatusSet() throws Exception {
        lock.lock();
        Future<Boolean> locking = executor.submit(() -> {
            lock.lock();
            lock.unlock();
            return Thread.interrupted();
        });
        untilWaits("RLock");
        interruptWaiting("RLock");
        lock.unlock();
        assertThat(locking.get(2, TimeUnit.MINUTES)).as("interrupted in lock()").isTrue();

        Future<Boolean> waiting = executor.submit(() -> {
            lock.lock();
            condition.awaitUninterruptibly();
            lock.unlock();
            return Thread.interrupted();
        });
        untilWaits("Condition");
        interruptWaiting("Condition");
        lock.lock();
        condition.signalAll();
        lock.unlock();
        assertThat(waiting.get(2, TimeUnit.MINUTES)).as("interrupted in awaitUninterruptibly()").isTrue();
    }

    @Test
    void anInterruptBeforeLockLeavesTheStatusSet() throws Exception {
        lock.lock();
        Future<Boolean> locking = executor.submit(() -> {
            Thread.currentThread().interrupt();
            lock.lock();
            lock.unlock();
            return Thread.interrupted();
        });
        untilWaits("RLock");
        lock.unlock();
        assertThat(locking.get(2, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void whatPythonWaitsInLeavesTheStatusSet() throws Exception {
        Future<Boolean> waiting = executor.submit(() -> {
            python("import threading; go = threading.Event(); go.wait()");
            return Thread.interrupted();
        });
        untilWaits("Event");
        interruptWaiting("Event");
        python("go.set()");
        assertThat(waiting.get(2, TimeUnit.MINUTES)).isTrue();
    }

    private void interruptWaiting(String what) {
        long ident = threads.list().stream().filter(thread -> thread.waitsFor() != null && thread.waitsFor().contains(what)).findAny()
                .orElseThrow().ident();
        Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.threadId() == ident).forEach(Thread::interrupt);
        untilWaits(what);
    }

    /** Without the mapping, the engine turns checked exceptions into its own. */
    @Test
    void aLockOfTheEnginesMakingEndsItsWaitToo() {
        HostAccess access = HostAccess.newBuilder(HostAccess.EXPLICIT).allowImplementations(Lock.class).build();
        try (Context other = Context.newBuilder("python").allowHostAccess(access).option("jthreading", "true").build()) {
            Lock plain = other.eval("python", "import threading; threading.Lock()").as(Lock.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(plain::lockInterruptibly).isInstanceOfSatisfying(PolyglotException.class,
                    thrown -> assertThat(thrown.asHostException()).isInstanceOf(InterruptedException.class));
            assertThat(Thread.interrupted()).isFalse();
            assertThat(plain.tryLock()).isTrue();
        }
    }

    /** A subclass says how it is acquired. */
    @Test
    void aSubclassIsAcquiredInItsOwnWay() throws InterruptedException {
        Lock own = PythonLocks.of(python("""
                import _thread
                class Own(_thread.RLock):
                    count = 0
                    def acquire(self, *args):
                        Own.count += 1
                        return super().acquire(*args)
                Own()
                """));
        own.lockInterruptibly();
        assertThat(own.tryLock(1, TimeUnit.SECONDS)).isTrue();
        own.lock();
        assertThat(python("Own.count").asInt()).isEqualTo(3);
    }

    @Test
    void onlyLocksOfPythonAreLocks() {
        assertThatIllegalArgumentException().isThrownBy(() -> PythonLocks.of(python("1")));
        assertThatIllegalArgumentException().isThrownBy(() -> PythonLocks.of(python("threading.Event()")));
        assertThat(PythonLocks.of(python("lock"))).isEqualTo(PythonLocks.of(python("lock")))
                .isNotEqualTo(PythonLocks.of(python("threading.Lock()")));
    }
}
