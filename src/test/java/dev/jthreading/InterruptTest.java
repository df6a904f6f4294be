package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Context.interrupt} ends what all threads of a context are doing, and the context goes on. */
@Timeout(300)
class InterruptTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RepeatedTest(3)
    void synchronizersAreConsistentAfterwards() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").out(output).err(output)
                .build()) {
            context.eval("python", """
                    import queue, threading, time
                    lock, rlock, condition, permits = threading.Lock(), threading.RLock(), threading.Condition(), threading.Semaphore(0)
                    barrier, event, items, simple = threading.Barrier(3), threading.Event(), queue.Queue(), queue.SimpleQueue()
                    lock.acquire()
                    rlock.acquire()

                    def busy():
                        while True:
                            pass

                    def notified():
                        with condition:
                            condition.wait()

                    for wait in (lock.acquire, rlock.acquire, permits.acquire, barrier.wait, event.wait, busy, notified, items.get,
                                 simple.get, lambda: time.sleep(9999.5), threading.Event().wait):
                        for _ in range(2 if wait == barrier.wait else 3):
                            threading.Thread(target=wait).start()
                    """);
            CompletableFuture<Void> interruption = CompletableFuture.runAsync(() -> interruptWhenAllWait(context));
            assertThatExceptionOfType(PolyglotException.class).isThrownBy(() -> context.eval("python", "threading.Event().wait()"))
                    .matches(PolyglotException::isInterrupted);
            interruption.join();
            await().until(() -> context.eval("python", "threading.active_count()").asInt() == 1);
            assertThat(context.eval("python", """
                    found = [lock.locked(), rlock._recursion_count(), permits.acquire(False),
                             barrier.n_waiting, barrier.broken, event.is_set()]
                    lock.release()
                    rlock.release()
                    with lock, rlock, condition:
                        condition.notify_all()
                    permits.release()
                    found += [permits.acquire(timeout=60), permits.acquire(False)]
                    items.put(1)
                    found.append(items.get(timeout=60))
                    simple.put(2)
                    found.append(simple.get(timeout=60))
                    threads = [threading.Thread(target=barrier.wait) for _ in range(3)]
                    for thread in threads: thread.start()
                    for thread in threads: thread.join()
                    str(found)
                    """).asString()).isEqualTo("[True, 1, False, 0, False, False, True, False, 1, 2]");
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** The main thread as well. */
    private static void interruptWhenAllWait(Context context) {
        interruptWhenWaiting(context, 27);
    }

    private static void interruptWhenWaiting(Context context, int count) {
        PythonThreads threads = PythonThreads.of(context);
        await().until(() -> threads.list().stream().map(PythonThread::waitsFor)
                .filter(waitsFor -> waitsFor != null && waitsFor.matches("<(threading|queue)\\..*")).count() == count);
        interrupt(context);
    }

    /** Interrupts {@code program} when so many threads wait, and returns when no thread but the main one is listed. */
    private static void interrupt(Context context, int waiting, String program) {
        CompletableFuture<Void> interruption = CompletableFuture.runAsync(() -> interruptWhenWaiting(context, waiting));
        assertThatExceptionOfType(PolyglotException.class).isThrownBy(() -> context.eval("python", program))
                .matches(PolyglotException::isInterrupted);
        interruption.join();
        await().until(() -> context.eval("python", "threading.active_count()").asInt() == 1);
        assertThat(context.eval("python", "threading.enumerate() == [threading.main_thread()]").asBoolean()).isTrue();
    }

    @Test
    void aStartThatIsInterruptedLeavesNoThread() {
        try (Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build()) {
            context.eval("python", """
                    import threading
                    class Slow:
                        def __bool__(self):
                            threading.Event().wait()
                    thread = threading.Thread(target=int)
                    thread._daemonic = Slow()
                    """);
            interrupt(context, 1, "thread.start()");
            assertThat(context.eval("python", "thread._daemonic = False; thread.start(); thread.join(); thread.is_alive()").asBoolean())
                    .isFalse();
        }
    }

    @Test
    void aThreadThatIsInterruptedBeforeItRunsLeavesTheRegistryInOrder() {
        try (Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build()) {
            context.eval("python", "import threading");
            interrupt(context, 2, """
                    with threading._active_limbo_lock:
                        threading.Thread(target=threading.Event().wait).start()
                        threading.Event().wait()
                    """);
            assertThat(context.eval("python", "threading._active_limbo_lock.acquire(False)").asBoolean()).isTrue();
        }
    }

    /** Nobody would install the rest. */
    @Test
    void anInterruptAmidTheInstallationComesWhenThatIsDone() {
        try (Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build()) {
            Thread installing = Thread.currentThread();
            CompletableFuture<Void> interruption = CompletableFuture.runAsync(() -> {
                await().pollInterval(Duration.ofMillis(1)).until(() -> Arrays.stream(installing.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals("dev.jthreading.language.Installer")));
                interrupt(context);
            });
            assertThatExceptionOfType(PolyglotException.class).isThrownBy(() -> context.eval("python", "while True: pass"))
                    .matches(PolyglotException::isInterrupted);
            interruption.join();
            assertThat(PythonThreads.isInstalled(context)).isTrue();
            assertThat(context.eval("python", "import _thread, threading; type(threading.Lock()) is _thread.LockType").asBoolean())
                    .isTrue();
        }
    }

    private static Context withHostAccess() {
        return Context.newBuilder("python").allowAllAccess(true).option("jthreading", "true").build();
    }

    private static void interrupt(Context context) {
        try {
            context.interrupt(PATIENCE);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** GraalPy would keep the GIL for ever, if a thread raised something while it waits for the GIL. */
    @Test
    void aJavaThreadThatWaitsToEnterPythonIsInterruptedInside() throws Exception {
        try (Context context = withHostAccess();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            PythonThreads threads = PythonThreads.of(context);
            context.eval("python", """
                    import sys, threading
                    computes, ends = threading.Event(), threading.Event()
                    def compute():
                        computes.set()
                        while not ends.is_set():
                            pass
                    thread = threading.Thread(target=compute, daemon=True)
                    """);
            Value keyboardInterrupt = context.eval("python", "KeyboardInterrupt");
            Thread entering = executor.submit(Thread::currentThread).get();
            executor.submit(() -> context.eval("python", "1")).get();
            context.eval("python", "sys.setswitchinterval(1); thread.start(); computes.wait()");
            Future<Value> entered = executor.submit(() -> context.eval("python", "while True: pass"));
            // GraalPy's GIL, and not the executor's queue.
            await().until(() -> LockSupport.getBlocker(entering) instanceof AbstractQueuedSynchronizer);
            threads.interrupt(entering.threadId(), keyboardInterrupt);
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(entered::get).withMessageContaining("KeyboardInterrupt");
            assertThat(context.eval("python", "ends.set(); thread.join(); thread.is_alive()").asBoolean()).isFalse();
        }
    }

    /** GraalPy has such a thread acquire the GIL before it raises, and then does not release it. */
    @Test
    void aJavaThreadThatIsInterruptedAsItWaitsToEnterPythonLeavesTheGil() throws Exception {
        try (Context context = withHostAccess();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            CountDownLatch never = new CountDownLatch(1);
            Future<Value> entered = enterBehindAnOwner(context, executor, never);
            interrupt(context);
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(entered::get).havingCause()
                    .isInstanceOfSatisfying(PolyglotException.class, raised -> assertThat(raised.isInterrupted()).isTrue());
            assertThatAnotherThreadEnters(context);
        }
    }

    @Test
    void aJavaThreadThatEntersAgainAmidACallOfPythonsLeavesWithTheLast() throws Exception {
        try (Context context = withHostAccess();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            CountDownLatch ends = new CountDownLatch(1);
            Future<Value> entered = enterBehindAnOwner(context, executor, ends);
            ends.countDown();
            assertThat(entered.get().asInt()).isOne();
            context.eval("python", "polyglot.__execute__").executeVoid((Runnable) () -> {
                context.enter();
                context.leave();
            });
            assertThatAnotherThreadEnters(context);
        }
    }

    @Test
    void theGilOfOneContextIsNotTakenForAnothers() throws Exception {
        try (Context other = withHostAccess();
                Context context = withHostAccess();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            context.eval("python", "1");
            executor.submit(() -> context.eval("python", "1")).get();
            CountDownLatch ends = new CountDownLatch(1);
            Future<Value> enteredOther = enterBehindAnOwner(other, executor, ends);
            ends.countDown();
            assertThat(enteredOther.get().asInt()).isOne();
            Future<Value> entered = enterBehindAnOwner(context, executor, new CountDownLatch(1));
            interrupt(context);
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(entered::get).withMessageContaining("interrupted");
            assertThatAnotherThreadEnters(context);
        }
    }

    @Test
    void aThreadLeavesWithTheApplicationsLocks() throws Exception {
        ReentrantLock lock = new ReentrantLock(true);
        try (Context context = withHostAccess();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Value call = context.eval("python", "lambda function: function()");
            Future<?> locks;
            lock.lock();
            try {
                locks = executor.submit(() -> call.executeVoid((Runnable) lock::lock));
                await().until(lock::hasQueuedThreads);
                awaitLook();
            } finally {
                lock.unlock();
            }
            locks.get();
            assertThat(executor.submit(lock::isHeldByCurrentThread).get()).isTrue();
        }
    }

    /** The thread has what it waited for, and waits for the GIL, when it is interrupted. */
    @Test
    void aJavaThreadThatIsInterruptedOnItsWayBackKeepsNoLock() throws Exception {
        boolean interrupted = false;
        while (!interrupted) {
            // If not, the owner of the GIL gave way before it kept it.
            interrupted = areInterruptedOnTheirWayBack();
        }
    }

    @SuppressWarnings("LockNotBeforeTry")
    private static boolean areInterruptedOnTheirWayBack() throws Exception {
        ReentrantLock ofJava = new ReentrantLock();
        Semaphore permits = new Semaphore(0);
        try (Context context = withHostAccess();
                ExecutorService executor = Executors.newCachedThreadPool()) {
            context.getBindings("python").putMember("of_java", ofJava);
            context.getBindings("python").putMember("permits", permits);
            context.eval("python", "import jthreading, polyglot, threading; of_python = threading.Lock()");
            Lock ofPython = PythonLocks.of(context.eval("python", "of_python"));
            ofJava.lock();
            ofPython.lock();
            List<Future<?>> waits = List.of(
                    executor.submit(() -> context.eval("python", "of_java.acquire()")),
                    executor.submit(() -> context.eval("python", "permits.acquire(timeout=100)")),
                    executor.submit(() -> {
                        ofPython.lockInterruptibly();
                        return true;
                    }));
            await().until(() -> ofJava.hasQueuedThreads() && permits.hasQueuedThreads()
                    && PythonThreads.of(context).list().stream()
                            .anyMatch(thread -> String.valueOf(thread.waitsFor()).startsWith("<threading.Lock")));
            CountDownLatch owns = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            Future<?> owner = executor.submit(() -> context.eval("python", """
                    def own(wait):
                        of_python.release()
                        polyglot.__execute__(wait)
                    own""").execute((Runnable) () -> awaitUninterruptibly(owns, end)));
            owns.await();
            ofJava.unlock();
            permits.release();
            if (waits.getLast().isDone()) {
                end.countDown();
                return false;
            }
            await().until(() -> !ofJava.hasQueuedThreads() && !permits.hasQueuedThreads());
            Thread interrupting = Thread.ofPlatform().start(() -> interrupt(context));
            await().until(() -> interrupting.getState() == Thread.State.TIMED_WAITING);
            awaitLook();
            end.countDown();
            interrupting.join();
            for (Future<?> wait : waits) {
                assertThatExceptionOfType(ExecutionException.class).isThrownBy(wait::get);
            }
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(owner::get);
            assertThat(ofJava.isLocked()).isFalse();
            assertThat(permits.availablePermits()).isOne();
            assertThat(context.eval("python", "of_python.locked()").asBoolean()).isFalse();
            return true;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        boolean interrupted = false;
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertThatAnotherThreadEnters(Context context) throws Exception {
        assertThat(CompletableFuture.supplyAsync(() -> context.eval("python", "1").asInt()).get(60, TimeUnit.SECONDS)).isOne();
    }

    /** Returns when a Python thread owns the GIL until {@code end}, and the executor's thread waits for it. */
    private static Future<Value> enterBehindAnOwner(Context context, ExecutorService executor, CountDownLatch end) throws Exception {
        CountDownLatch owns = new CountDownLatch(1);
        context.eval("python", """
                import polyglot, threading
                def own(wait):
                    threading.Thread(target=polyglot.__execute__, args=(wait,), daemon=True).start()
                own""").executeVoid((Runnable) () -> {
                    owns.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
        owns.await();
        Thread entering = executor.submit(Thread::currentThread).get();
        Future<Value> entered = executor.submit(() -> context.eval("python", "1"));
        await().until(() -> LockSupport.getBlocker(entering) instanceof AbstractQueuedSynchronizer);
        awaitLook();
        return entered;
    }

    private static long pauses(Thread thread) {
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
        return info == null ? 0 : info.getWaitedCount();
    }

    /** Returns after the threads that have GILs change hands have looked at all threads. */
    private static void awaitLook() {
        List<Thread> housekeepers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("jthreading switch interval")).toList();
        assertThat(housekeepers).isNotEmpty();
        for (Thread housekeeper : housekeepers) {
            long before = pauses(housekeeper);
            // It may just have been looking, for the last time before. One of a context that is closed ends.
            await().until(() -> pauses(housekeeper) > before + 1 || !housekeeper.isAlive());
        }
    }
}
