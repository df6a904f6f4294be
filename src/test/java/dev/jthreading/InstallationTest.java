package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The polyglot option puts the module in place, in whatever context it is set. */
class InstallationTest {

    private static final String OPTION = "jthreading";
    private static final String START_AND_JOIN = """
            import threading
            seen = []
            thread = threading.Thread(target=seen.append, args=(1,))
            thread.start()
            thread.join()
            seen == [1] and not thread.is_alive()
            """;

    @SuppressWarnings("NullAway.Init")
    private static Engine engine;

    @BeforeAll
    static void createEngine() {
        engine = Engine.create();
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    private static Context.Builder sharing() {
        return Context.newBuilder("python").engine(engine).option(OPTION, "true").allowCreateThread(true);
    }

    private static String origin(Context context, String module) {
        return context.eval("python", "import " + module + "; " + module + ".__spec__.origin").asString();
    }

    @Test
    void nothingNeedsToBeAllowedButThreads() {
        try (Context context = Context.newBuilder("python").allowCreateThread(true).option(OPTION, "true").build()) {
            assertThat(context.eval("python", START_AND_JOIN).asBoolean()).isTrue();
            assertThat(origin(context, "threading")).contains("dev/jthreading/threading.py");
        }
    }

    @Test
    void contextsOfOneEngineChooseForThemselves() {
        try (Context ours = sharing().build(); Context builtin = Context.newBuilder("python").engine(engine).build()) {
            assertThat(origin(ours, "threading")).contains("dev/jthreading");
            assertThat(origin(ours, "_thread")).contains("dev/jthreading");
            assertThat(origin(ours, "_threading_local")).contains("dev/jthreading");
            assertThat(origin(ours, "_queue")).contains("dev/jthreading");
            assertThat(origin(builtin, "threading")).doesNotContain("dev/jthreading");
        }
    }

    @Test
    void contextsHaveStatesOfTheirOwn() {
        try (Context one = sharing().build(); Context other = sharing().build()) {
            one.eval("python", """
                    import threading
                    event = threading.Event()
                    threading.Thread(target=event.wait, name='waiter').start()
                    threading.stack_size(1 << 20)
                    """);
            assertThat(one.eval("python", "threading.active_count()").asInt()).isEqualTo(2);
            assertThat(other.eval("python", "import threading; threading.active_count()").asInt()).isEqualTo(1);
            assertThat(other.eval("python", "threading.stack_size()").asInt()).isZero();
            one.eval("python", "event.set()");
        }
    }

    @Test
    void whoImportedThreadBeforeSeesTheNewModule() {
        try (Context context = sharing().build()) {
            Value same = context.eval("python", """
                    import importlib._bootstrap, sys, threading, _thread
                    importlib._bootstrap._thread is _thread and sys.modules['threading'] is threading
                    """);
            assertThat(same.asBoolean()).isTrue();
            assertThat(context.eval("python", "importlib._bootstrap._thread.allocate_lock().__class__ is type(threading.Lock())")
                    .asBoolean()).isTrue();
        }
    }

    @Test
    void aFreshImportIsOursToo() {
        try (Context context = sharing().build()) {
            assertThat(context.eval("python", """
                    import sys, threading, importlib
                    del sys.modules['threading']
                    import threading as fresh
                    fresh is not threading and 'dev/jthreading' in fresh.__file__ and importlib.reload(fresh) is fresh
                    """).asBoolean()).isTrue();
        }
    }

    @Test
    void whereThreadsAreNotAllowedAllButStartingOneWorks() {
        try (Context context = Context.newBuilder("python").engine(engine).option(OPTION, "true").build()) {
            context.eval("python", """
                    import threading
                    lock = threading.Lock()
                    with lock, threading.Condition(), threading.Semaphore():
                        event = threading.Event()
                        event.set()
                        event.wait()
                    thread = threading.Thread(target=print)
                    """);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> context.eval("python", "thread.start()"))
                        .isInstanceOf(PolyglotException.class)
                        .hasMessage("RuntimeError: can't start new thread");
                assertThat(context.eval("python", "repr(thread)").asString()).isEqualTo("<Thread(Thread-1 (print), initial)>");
                assertThat(context.eval("python", "thread.ident is None and thread not in threading.enumerate()")
                        .asBoolean()).isTrue();
            }
        }
    }

    @Test
    void theSourceOfTheFacadeCanBeSeen() {
        try (Context context = sharing().build()) {
            assertThat(context.eval("python", "import inspect, threading; inspect.getsource(threading)").asString())
                    .contains("\"\"\"Thread-based parallelism");
            assertThat(context.eval("python", "inspect.getsource(threading.Barrier.wait)").asString())
                    .startsWith("    def wait(self, timeout=None):\n");
            assertThat(context.eval("python", "threading.Semaphore.__doc__").asString())
                    .isEqualTo(context.eval("python", "inspect.getsource(threading.Semaphore).split('\"\"\"')[1]").asString());
            assertThat(context.eval("python", """
                    import traceback
                    try:
                        threading.Semaphore(-1)
                    except ValueError:
                        trace = traceback.format_exc()
                    trace
                    """).asString()).contains("raise ValueError(\"semaphore initial value must be >= 0\")");
        }
    }

    @Test
    void whatCPythonHasInCIsNotSeenInTracebacks() {
        try (Context context = sharing().build()) {
            assertThat(context.eval("python", """
                    import threading
                    frames = []

                    def raises():
                        threading.Lock().release()

                    try:
                        raises()
                    except RuntimeError as exception:
                        traceback = exception.__traceback__
                        while traceback:
                            frames.append(traceback.tb_frame.f_code.co_name)
                            traceback = traceback.tb_next
                    str(frames)
                    """).asString()).isEqualTo("['<module>', 'raises']");
        }
    }

    @Test
    void whatCPythonHasInCIsNotTraced() {
        try (Context context = sharing().build()) {
            // GraalPy 25.2 traces internal functions as well.
            assumeThat(context.eval("python", "import sys; sys.implementation.version[1]").asInt()).isZero();
            assertThat(context.eval("python", """
                    import sys, threading, time
                    frames = []

                    def trace(frame, event, argument):
                        frames.append(frame.f_code.co_name)

                    sys.settrace(trace)
                    threading.Lock().acquire()
                    threading.RLock().acquire()
                    threading.local().x = threading.get_ident()
                    time.sleep(0)
                    threading.main_thread()
                    sys.settrace(None)
                    str(frames)
                    """).asString()).isEqualTo("['RLock', 'main_thread']");
        }
    }

    @Test
    void aJavaThreadThatComesInIsADummy() throws InterruptedException {
        try (Context context = sharing().build()) {
            Value describe = context.eval("python", """
                    import threading
                    def describe():
                        current = threading.current_thread()
                        return f'{type(current).__name__} {current.daemon} {current in threading.enumerate()}'
                    describe
                    """);
            String[] seen = new String[1];
            Thread visitor = new Thread(() -> seen[0] = describe.execute().asString());
            visitor.start();
            visitor.join();
            assertThat(seen[0]).isEqualTo("_DummyThread True True");
            assertThat(context.eval("python", "threading.active_count()").asInt()).isEqualTo(1);
        }
    }
}
