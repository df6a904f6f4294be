package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Java application sees of its Python threads, and does to them. */
class PythonThreadsTest {

    @SuppressWarnings("NullAway.Init")
    private Context context;
    @SuppressWarnings("NullAway.Init")
    private PythonThreads threads;

    @BeforeEach
    void open() {
        context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build();
        threads = PythonThreads.of(context);
        python("""
                import queue, threading
                def start(function, *args, **options):
                    thread = threading.Thread(target=function, args=args, **options)
                    thread.start()
                    return thread.ident
                """);
    }

    @AfterEach
    void close() {
        context.close(true);
    }

    private Value python(String program) {
        return context.eval("python", program);
    }

    private PythonThread thread(String name) {
        return threads.list().stream().filter(thread -> thread.name().equals(name)).findAny().orElseThrow();
    }

    private PythonThread waiting(String name) {
        // Not for the GIL, which it may have to wait for before.
        return await().until(() -> thread(name), thread -> thread.waitsFor() != null && !thread.waitsFor().contains("FairSync"));
    }

    /** A monitor may ask before the program begins. */
    @Test
    void theMainThreadIsTheOneThatInitializesPython() {
        try (Context other = Context.newBuilder("python").option("jthreading", "true").build()) {
            assertThat(CompletableFuture.supplyAsync(() -> PythonThreads.isInstalled(other)).join()).isFalse();
            assertThat(other.eval("python", """
                    import signal, threading
                    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGTERM))
                    threading.get_ident() == threading.main_thread().ident
                    """).asBoolean()).isTrue();
            assertThat(PythonThreads.of(other).list()).filteredOn(PythonThread::main).singleElement()
                    .returns(Thread.currentThread().threadId(), PythonThread::ident);
        }
    }

    @Test
    void isInstalledWhereTheOptionIsSet() {
        assertThat(PythonThreads.isInstalled(context)).isTrue();
        try (Context other = Context.newBuilder("python").engine(context.getEngine()).build()) {
            other.initialize("python");
            assertThat(PythonThreads.isInstalled(other)).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> PythonThreads.of(other)).withMessageContaining("option jthreading");
        } catch (IllegalArgumentException implicitEngine) {
            try (Context other = Context.create("python")) {
                other.initialize("python");
                assertThat(PythonThreads.isInstalled(other)).isFalse();
                assertThatIllegalStateException().isThrownBy(() -> PythonThreads.of(other)).withMessageContaining("option jthreading");
            }
        }
    }

    /** The question changes nothing: a context with the library has a thread that looks at its threads. */
    @Test
    void aContextWithoutTheOptionStaysAsItIsWhenItIsAsked() {
        Set<Thread> before = housekeepers();
        try (Context other = Context.newBuilder("python").allowCreateThread(true).build()) {
            assertThat(PythonThreads.isInstalled(other)).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> PythonThreads.of(other));
            other.eval("python", "1");
            CompletableFuture.runAsync(() -> other.eval("python", "1")).join();
            assertThat(before).containsAll(housekeepers());
        }
    }

    private static Set<Thread> housekeepers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("jthreading switch interval"))
                .collect(Collectors.toSet());
    }

    @Test
    void listsThreadsWithWhatTheyWaitForAndWhoHasThat() {
        python("""
                import jthreading
                lock = threading.RLock()
                jthreading.set_name(lock, "account")
                lock.acquire()
                start(lambda: lock.acquire(), name="waiter", daemon=True)
                start(threading.Event().wait, name="idler", daemon=True, )
                """);
        PythonThread waiter = waiting("waiter");
        PythonThread main = threads.list().get(0);
        assertThat(main.name()).isEqualTo("MainThread");
        assertThat(main.main()).isTrue();
        assertThat(main.daemon()).isFalse();
        assertThat(main.ident()).isEqualTo(Thread.currentThread().threadId());
        assertThat(waiter.waitsFor()).startsWith("<threading.RLock 'account' owned by ");
        assertThat(waiter.ownerIdent()).isEqualTo(main.ident());
        assertThat(waiter.daemon()).isTrue();
        assertThat(waiter.nativeId()).isPositive();
        assertThat(waiter.state()).isEqualTo(Thread.State.WAITING);
        assertThat(waiting("idler").waitsFor()).startsWith("<threading.Event ").endsWith(" unset>");
        assertThat(threads.list()).hasSize(3);
        python("lock.release()");
        await().until(() -> threads.list().size() == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threading.Event().wait()", "held.acquire()", "threading.Semaphore(0).acquire()", "threading.Barrier(2).wait()",
        "queue.Queue().get()", "queue.SimpleQueue().get()", "wait_for_condition()", "forever.join()", "spin()"})
    void interruptsAThreadWhateverItDoes(String activity) {
        python("""
                held = threading.Lock()
                held.acquire()
                forever = threading.Thread(target=threading.Event().wait, daemon=True)
                forever.start()
                running, outcome = threading.Event(), queue.Queue()
                condition = threading.Condition()
                def wait_for_condition():
                    with condition:
                        condition.wait()
                def spin():
                    while True: pass
                def work():
                    running.set()
                    try:
                        ACTIVITY
                    except LookupError as error:
                        outcome.put(repr(error))
                """.replace("ACTIVITY", activity));
        long ident = python("ident = start(work, name='worker', daemon=True); running.wait(); ident").asLong();
        threads.interrupt(ident, python("LookupError('enough')"));
        assertThat(python("outcome.get()").asString()).isEqualTo("LookupError('enough')");
        assertThat(python("held.locked() and not condition._lock.locked()").asBoolean()).isTrue();
    }

    @Test
    void interruptsWithAClassOfExceptions() {
        long ident = python("""
                outcome = queue.Queue()
                def work():
                    try:
                        threading.Event().wait()
                    except TimeoutError as error:
                        outcome.put(repr(error))
                start(work, name='worker')
                """).asLong();
        waiting("worker");
        threads.interrupt(ident, python("TimeoutError"));
        assertThat(python("outcome.get()").asString()).isEqualTo("TimeoutError()");
    }

    @Test
    void wrongArgumentsOfInterruptChangeNothing() {
        long ended = python("thread = threading.Thread(target=int); thread.start(); thread.join(); thread.ident").asLong();
        Value exception = python("ValueError");
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(ended, exception))
                .withMessageContaining("no Python thread with ident " + ended);
        long ident = python("event = threading.Event(); start(event.wait, name='waiter')").asLong();
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(0, exception));
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(-1, exception));
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(ident, python("5")))
                .withMessageContaining("not an exception");
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(ident, python("int")))
                .withMessageContaining("not an exception");
        try (Context other = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build()) {
            PythonThreads others = PythonThreads.of(other);
            assertThatIllegalArgumentException().isThrownBy(() -> others.interrupt(ident, other.eval("python", "ValueError")));
        }
        assertThat(waiting("waiter").ident()).isEqualTo(ident);
        python("event.set()");
    }

    @Test
    void aClosedContextIsAnError() {
        context.close();
        assertThatIllegalStateException().isThrownBy(() -> threads.list());
    }

    @Test
    void dumpsThePythonStackOverTheJavaStack() {
        python("""
                def inner():
                    threading.Event().wait()
                def outer():
                    inner()
                start(outer, name='worker', daemon=True)
                """);
        waiting("worker");
        ThreadDump dump = threads.dump();
        ThreadDump.Entry worker = dump.threads().get(1);
        assertThat(dump.threads().get(0).thread().main()).isTrue();
        assertThat(worker.thread().name()).isEqualTo("worker");
        assertThat(worker.pythonStack()).extracting(ThreadDump.PythonFrame::function).containsSubsequence("inner", "outer")
                .doesNotContain("run", "_bootstrap");
        assertThat(worker.javaStack()).extracting(StackTraceElement::getMethodName).contains("park");
        assertThat(dump.deadlocks()).isEmpty();
        assertThat(dump.toString())
                .contains("Thread \"worker\" ident=", "line 4 in outer", "line 2 in inner", "waits for <threading.Event ")
                .doesNotContain("com.oracle.", "org.graalvm.", "threading.py", ".park(");
        assertThat(dump.toFullString()).contains("line 4 in outer", ".park(", "com.oracle.truffle.", "dev.jthreading.sync.");
        assertThat(dump.toPythonString()).contains("line 4 in outer", "line 2 in inner").doesNotContain("java");
    }

    @Test
    void dumpsThreadsThatCompute() {
        python("""
                spins = threading.Event()
                def spin():
                    spins.set()
                    while True: pass
                start(spin, name='worker', daemon=True)
                spins.wait()
                """);
        ThreadDump.Entry worker = threads.dump().threads().get(1);
        assertThat(worker.pythonStack()).extracting(ThreadDump.PythonFrame::function).contains("spin");
    }

    /** A dump finds threads anywhere, also where a function has only begun, and in code that runs for the first time. */
    @Test
    void dumpsDisturbNoProgram() throws Exception {
        context.getBindings("python").putMember("program", """
                import dataclasses, enum, re, signal
                class Colour(enum.Enum):
                    RED = 1
                    GREEN = enum.auto()
                @dataclasses.dataclass(order=True)
                class Point:
                    x: int
                    colour: Colour = Colour.RED
                assert sorted([Point(2), Point(1)])[0].colour is Colour(1)
                """);
        Dumping.whileDumped(threads, () -> python("""
                from concurrent import interpreters
                for number in range(10):
                    interpreter = interpreters.create()
                    interpreter.exec(str(program))
                    interpreter.close()
                """));
    }

    @Test
    void interruptsComeAlsoAmidDumps() throws Exception {
        Semaphore spins = new Semaphore(0);
        context.getBindings("python").putMember("spins", (ProxyExecutable) args -> {
            spins.release();
            return null;
        });
        python("""
                def spin():
                    spins()
                    while True:
                        pass
                """);
        Dumping.whileDumped(threads, () -> {
            for (int i = 0; i < 500; i++) {
                CompletableFuture<Void> interruption = CompletableFuture.runAsync(() -> {
                    spins.acquireUninterruptibly();
                    try {
                        context.interrupt(Duration.ofMinutes(1));
                    } catch (TimeoutException lost) {
                        throw new AssertionError(lost);
                    }
                });
                assertThatThrownBy(() -> python("spin()")).isInstanceOfSatisfying(PolyglotException.class,
                        end -> assertThat(end.isInterrupted()).isTrue());
                interruption.get();
            }
        });
    }

    @Test
    void findsTwoPythonThreadsInADeadlock() {
        python("""
                import jthreading
                a, b, both = threading.RLock(), threading.Lock(), threading.Barrier(2)
                jthreading.set_name(a, 'a')
                jthreading.set_name(b, 'b')
                def take(first, second):
                    with first:
                        both.wait()
                        second.acquire()
                start(take, a, b, name='one', daemon=True)
                start(take, b, a, name='two', daemon=True)
                """);
        await().until(() -> threads.list().stream().filter(thread -> thread.waitsFor() != null && thread.waitsFor().contains("Lock"))
                .count() == 2);
        ThreadDump dump = threads.dump();
        assertThat(dump.deadlocks()).hasSize(1);
        assertThat(dump.deadlocks().get(0).waits()).extracting(ThreadDump.Wait::name).containsExactlyInAnyOrder("one", "two");
        assertThat(dump.toString())
                .contains("Deadlock of 2 threads:", "waits for <threading.Lock 'b' locked>", "holds <threading.Lock 'b' locked>",
                "holds <threading.RLock 'a' owned by one>");
    }

    @Test
    void runsThreadsOnAnExecutorOfVirtualThreads() throws InterruptedException {
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("host-", 0).factory())) {
            threads.setExecutor(executor);
            assertThat(python("""
                    names = queue.Queue()
                    class Tell(threading.Thread):
                        def run(self):
                            names.put((self.name, threading.current_thread() is self, self.ident == threading.get_ident()))
                    for _ in range(3):
                        thread = Tell(name='guest')
                        thread.start()
                        thread.join()
                    import jthreading
                    str([names.get() for _ in range(3)] + [jthreading.stats()['started']])
                    """).asString()).isEqualTo("[('guest', True, True), ('guest', True, True), ('guest', True, True), 3]");
            context.close();
        }
    }

    @Test
    void runsThreadsOnAPoolOfPlatformThreads() {
        try (ExecutorService executor = Executors.newFixedThreadPool(2, Thread.ofPlatform().name("host-", 0).factory())) {
            threads.setExecutor(executor);
            long ident = python("gate = threading.Event(); start(gate.wait, name='guest')").asLong();
            PythonThread guest = waiting("guest");
            assertThat(guest.ident()).isEqualTo(ident);
            assertThat(guest.virtual()).isFalse();
            assertThatIllegalStateException().isThrownBy(context::close);
            python("gate.set()");
            await().until(() -> threads.list().size() == 1);
            assertThat(python("threading.active_count()").asInt()).isEqualTo(1);
            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains("host-0");
        }
    }

    @Test
    void aThreadOfAnExecutorIsAnAttachedThreadLater() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("host").factory());
        try {
            threads.setExecutor(executor);
            python("thread = threading.Thread(target=int); thread.start(); thread.join(); own = threading.local()");
            long ident = python("thread.ident").asLong();
            await().until(() -> threads.list().size() == 1);
            Value error = python("LookupError('it hears')");
            interruptOnceItIsInside(ident, error, executor.submit(() -> python("while True: pass")));
            executor.submit(() -> python("own.value = 1")).get();
            assertThat(thread("host").ident()).isEqualTo(ident);
            interruptOnceItIsInside(ident, error, executor.submit(() -> python("threading.Event().wait()")));
        } finally {
            executor.shutdownNow();
        }
    }

    /** It is not listed, so that nobody can see when it is. */
    private void interruptOnceItIsInside(long ident, Value error, Future<Value> run) {
        await().until(() -> {
            try {
                threads.interrupt(ident, error);
            } catch (IllegalStateException away) {
                return false;
            }
            return true;
        });
        assertThatThrownBy(run::get).hasMessageContaining("LookupError: it hears");
    }

    @Test
    void aThreadOfAnExecutorIsAnAttachedThreadAfterAnInterruptToo() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("host").factory())) {
            threads.setExecutor(executor);
            executor.submit(() -> python("import sys\ndef profile(*event): pass\nsys.setprofile(profile)")).get();
            python("__import__('_thread').start_new_thread(threading.Event().wait, ())");
            await().until(() -> threads.list().stream().anyMatch(thread -> thread.waitsFor() != null));
            context.interrupt(Duration.ofMinutes(1));
            assertThat(executor.submit(() -> python("""
                    thread = threading.current_thread()
                    f'{thread.name}, {thread in threading.enumerate()}, {sys.getprofile() is profile}'
                    """).asString()).get()).isEqualTo("host, True, True");
        }
    }

    @Test
    void aThreadOfAnExecutorKeepsItsProfileFunctionForItself() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            threads.setExecutor(executor);
            executor.submit(() -> python("""
                    import sys
                    def profile(*event): pass
                    sys.setprofile(profile)
                    """)).get();
            assertThat(python("""
                    seen = []
                    thread = threading.Thread(target=lambda: seen.append(sys.getprofile()))
                    thread.start()
                    thread.join()
                    str(seen)
                    """).asString()).isEqualTo("[None]");
            assertThat(executor.submit(() -> python("sys.getprofile() is profile").asBoolean()).get()).isTrue();
        }
    }

    @Test
    void aNameThatPythonGivesAThreadOfTheApplicationIsPythonsAlone() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("host").factory())) {
            assertThat(executor.submit(() -> python("""
                    threading.current_thread().name = 'order 42'
                    threading.current_thread().name
                    """).asString() + ", " + Thread.currentThread().getName()).get()).isEqualTo("order 42, host");
        }
    }

    /** The starter waits for the executor; the interpreter's end must wait for neither. */
    @Test
    void theEndOfAContextDoesNotWaitForADaemonThatHasYetToBegin() {
        BlockingQueue<Runnable> given = new LinkedBlockingQueue<>();
        python("""
                client = threading.Event()
                def accept():
                    client.wait()
                    start(threading.Event().wait)
                start(accept, daemon=True)
                """);
        threads.setExecutor(given::add);
        python("client.set()");
        await().until(() -> !given.isEmpty());
        context.close();
        assertThat(given).hasSize(1);
    }

    @Test
    void theListenerHearsOfThreadsThatAContextWaitsForAsItCloses() {
        List<String> heard = new CopyOnWriteArrayList<>();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Context closing = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").err(errors).build()) {
            PythonThreads.of(closing).setUncaughtExceptionListener((thread, exception) -> heard.add(exception.getMessage()));
            closing.eval("python", """
                    import threading
                    def work():
                        threading.main_thread().join()
                        raise LookupError("late")
                    threading.Thread(target=work).start()
                    """);
        }
        assertThat(heard).containsExactly("LookupError: late");
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("LookupError: late");
    }

    @Test
    void anExecutorThatDoesNotRunAThreadLeavesItUnstarted() {
        String outcome = """
                thread = threading.Thread(target=int)
                def attempt():
                    try:
                        thread.start()
                    except RuntimeError as error:
                        return f'{error}, {thread.ident}, {thread.is_alive()}, {threading.active_count()}, {threading._limbo}'
                    thread.join()
                    return 'ran'
                attempt()
                """;
        String refused = "can't start new thread, None, False, 1, {}";
        threads.setExecutor(task -> {
            throw new RejectedExecutionException("full");
        });
        assertThat(python(outcome).asString()).isEqualTo(refused);
        threads.setExecutor(Runnable::run);
        assertThat(python("attempt()").asString()).isEqualTo(refused);
        threads.setExecutor(task -> {
            throw new UnsupportedOperationException("broken");
        });
        assertThat(python("attempt()").asString()).isEqualTo(refused);
        assertThatNullPointerException().isThrownBy(() -> threads.setExecutor(nothing()));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.setExecutor(executor);
            assertThat(python("attempt()").asString()).isEqualTo("ran");
        }
    }

    /** Code of the application's runs without the GIL: it may wait for threads that need Python. */
    @Test
    void executorAndListenerMayWaitForPython() {
        List<String> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            Runnable askAnotherThread = () -> answers.add(
                    CompletableFuture.supplyAsync(() -> python("str(6 * 7)").asString(), executor).orTimeout(2, TimeUnit.MINUTES).join());
            threads.setExecutor(task -> {
                askAnotherThread.run();
                executor.execute(task);
            });
            threads.setUncaughtExceptionListener((thread, exception) -> askAnotherThread.run());
            python("""
                    threading.excepthook = lambda args: None
                    thread = threading.Thread(target=lambda: 1 / 0)
                    thread.start()
                    thread.join()
                    """);
        }
        assertThat(answers).containsExactly("42", "42");
    }

    /** Whether it waits already, has yet to come into the context, or is about to run on a worker that is idle. */
    @Test
    void interruptsAThreadThatHasJustStarted() {
        python("threading.excepthook = lambda args: None; gate = threading.Event()");
        for (int i = 0; i < 300; i++) {
            python("thread = threading.Thread(target=gate.wait); thread.start()");
            threads.interrupt(python("thread.ident").asLong(), python("KeyError('enough')"));
            assertThat(python("thread.join(120); thread.is_alive()").asBoolean()).isFalse();
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void tellsOfExceptionsThatEndThreads() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        threads.setUncaughtExceptionListener((thread, exception) -> heard.add(thread.name() + ": " + exception.getMessage()
                + " " + exception.isGuestException() + " " + raisedBy(exception)));
        python("""
                hooked = []
                threading.excepthook = lambda args: hooked.append(args.exc_type.__name__)
                def fail():
                    raise ValueError('oh')
                import sys
                for thread in threading.Thread(target=fail, name='failing'), threading.Thread(target=sys.exit):
                    thread.start()
                    thread.join()
                """);
        assertThat(heard.poll(2, TimeUnit.MINUTES)).isEqualTo("failing: ValueError: oh true fail:4");
        assertThat(heard).isEmpty();
        assertThat(python("str(hooked)").asString()).isEqualTo("['ValueError', 'SystemExit']");
    }

    @Test
    void tellsWhereTheyWereRaised() throws InterruptedException {
        BlockingQueue<PolyglotException> heard = new LinkedBlockingQueue<>();
        threads.setUncaughtExceptionListener((thread, exception) -> heard.add(exception));
        python("""
                import _thread
                def inner():
                    raise ValueError('oh')
                def outer():
                    inner()
                threading.excepthook = lambda args: None
                start(outer)
                """);
        PolyglotException exception = heard.poll(2, TimeUnit.MINUTES);
        assertThat(exception).isNotNull();
        assertThat(Objects.requireNonNull(exception).getSourceLocation().getCharacters()).asString().contains("def inner()");
        assertThat(exception.getPolyglotStackTrace()).extracting(PolyglotException.StackFrame::getRootName)
                .startsWith("inner", "outer", "run");
        python("import sys; sys.unraisablehook = lambda args: None; _thread.start_new_thread(outer, ())");
        assertThat(Objects.requireNonNull(heard.poll(2, TimeUnit.MINUTES)).getPolyglotStackTrace())
                .extracting(PolyglotException.StackFrame::getRootName)
                .startsWith("inner", "outer");
    }

    @Test
    void anExceptionOfJavaThatEndsAThreadShowsItsTraceback() {
        context.getBindings("python").putMember("fail", (ProxyExecutable) arguments -> {
            throw new IllegalStateException("of the host's");
        });
        assertThat(python("""
                import io, sys
                sys.stderr = io.StringIO()
                def inner():
                    fail()
                def outer():
                    inner()
                thread = threading.Thread(target=outer)
                thread.start()
                thread.join()
                told, sys.stderr = sys.stderr.getvalue(), sys.__stderr__
                told
                """).asString()).containsSubsequence("Exception in thread Thread-1 (outer):",
                "Traceback (most recent call last):", "in outer", "in inner",
                "IllegalStateException: of the host's");
    }

    @Test
    void namesTheMainThreadAsPythonDoes() {
        try (Context other = Context.newBuilder("python").option("jthreading", "true").build()) {
            PythonThreads before = PythonThreads.of(other);
            assertThat(before.list()).extracting(PythonThread::name).containsExactly("MainThread");
            other.eval("python", "import threading");
            assertThat(before.list()).extracting(PythonThread::name).containsExactly("MainThread");
        }
    }

    @Test
    void anExceptionOfJavaIsNotRaised() {
        Value exception = context.asValue(new IllegalStateException());
        assertThatIllegalArgumentException().isThrownBy(() -> threads.interrupt(thread("MainThread").ident(), exception))
                .withMessage("not an exception of Python's");
        assertThat(python("'jthreading' in __import__('sys').modules").asBoolean()).isFalse();
    }

    @Test
    void anExecutorThatDropsAThreadIsToldOf() throws InterruptedException {
        BlockingQueue<String> logged = new LinkedBlockingQueue<>();
        ExecutorService asking = Executors.newSingleThreadExecutor();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                // As a filter in Python would, which another thread runs.
                CompletableFuture.supplyAsync(() -> python("1"), asking).join();
                logged.add(message.getMessage());
            }

            @Override
            public void flush() { }

            @Override
            public void close() { }
        };
        Logger logger = Logger.getLogger("dev.jthreading");
        logger.addHandler(handler);
        try {
            threads.setExecutor(task -> { });
            Thread starter = Thread.ofPlatform().daemon().start(() -> assertThatThrownBy(() -> python("start(int, name='dropped')")));
            assertThat(logged.poll(2, TimeUnit.MINUTES)).contains("has not begun to run the Python thread", "'dropped'");
            context.close(true);
            assertThat(starter.join(Duration.ofMinutes(2))).isTrue();
        } finally {
            logger.removeHandler(handler);
            asking.shutdown();
        }
    }

    /** The JDK clears the thread-local variables of the pool's threads after their tasks, the engine's among them. */
    @Test
    void theCommonPoolRunsWhatItCanAndSaysWhatItCannot() throws Exception {
        python("event, lock, ran = threading.Event(), threading.Lock(), []");
        for (int i = 0; i < 10; i++) {
            try {
                assertThat(CompletableFuture.supplyAsync(() -> python("event.wait(0.01)").asBoolean()).get(2, TimeUnit.MINUTES)).isFalse();
            } catch (ExecutionException e) {
                assertThat(e).cause().isInstanceOf(PolyglotException.class).hasMessageContaining("cannot wait in this Java thread");
            }
        }
        assertThat(CompletableFuture.supplyAsync(() -> python("lock.acquire() and not lock.release()").asBoolean())
                .get(2, TimeUnit.MINUTES)).isTrue();
        threads.setExecutor(ForkJoinPool.commonPool());
        int started = 0;
        for (int i = 0; i < 10; i++) {
            try {
                python("thread = threading.Thread(target=ran.append, args=(1,)); thread.start(); thread.join()");
                started++;
            } catch (PolyglotException refused) {
                assertThat(refused).hasMessage("RuntimeError: can't start new thread");
                assertThat(python("thread.ident is None and not thread.is_alive()").asBoolean()).isTrue();
            }
        }
        assertThat(python("len(ran)").asInt()).isEqualTo(started);
    }

    private static String raisedBy(PolyglotException exception) {
        Value traceback = exception.getGuestObject().getMember("__traceback__");
        while (!traceback.getMember("tb_next").isNull()) {
            traceback = traceback.getMember("tb_next");
        }
        return traceback.getMember("tb_frame").getMember("f_code").getMember("co_name").asString() + ":" + traceback.getMember("tb_lineno");
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        threads.setUncaughtExceptionListener((thread, exception) -> {
            throw new IllegalStateException("in the listener");
        });
        assertThat(python("""
                hooked = []
                threading.excepthook = lambda args: hooked.append(repr(args.exc_value))
                def fail():
                    raise ValueError('oh')
                start(fail)
                while threading.active_count() > 1: threading.Event().wait(0.01)
                str(hooked)
                """).asString()).isEqualTo("[\"ValueError('oh')\"]");
    }

    @Test
    void countsThreadsAndWaits() {
        python("""
                lock, ready = threading.Lock(), threading.Event()
                lock.acquire()
                def work():
                    ready.set()
                    lock.acquire()
                start(work, name='waiter')
                ready.wait()
                """);
        waiting("waiter");
        assertThat(threads.statistics())
                .extracting(ThreadStatistics::live, ThreadStatistics::daemon, ThreadStatistics::started, ThreadStatistics::peak)
                .isEqualTo(List.of(2, 0, 1L, 1));
        python("lock.release()");
        await().until(() -> threads.statistics().live() == 1);
        assertThat(threads.statistics().contendedAcquires()).isEqualTo(1);
        assertThat(threads.statistics().longestWait()).isPositive();
    }
}
