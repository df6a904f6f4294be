package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Interpreters of a context, as the application that the context belongs to sees and ends them. */
@Timeout(300)
class InterpretersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static Engine engine;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeAll
    static void createEngine() {
        engine = Engine.create();
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    private Context.Builder builder() {
        return Context.newBuilder("python").engine(engine).option("jthreading", "true").allowCreateThread(true).out(output).err(output);
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @AfterEach
    void nothingWasWrittenThatNobodyAskedFor() {
        assertThat(output()).isEmpty();
    }

    @Test
    void workWithNothingAllowedButThreads() {
        try (Context context = builder().allowValueSharing(false).build()) {
            assertThat(context.eval("python", """
                    import concurrent.interpreters, threading
                    interpreter, lock = concurrent.interpreters.create(), threading.Lock()
                    interpreter.call(len, "abc")
                    interpreter.prepare_main(lock=lock)
                    interpreter.exec("lock.acquire()")
                    lock.locked()
                    """).asBoolean()).isTrue();
        }
    }

    @Test
    void thereAreNoMoreThanTheOptionAllows() {
        try (Context context = builder().option("jthreading.MaxInterpreters", "1").build()) {
            context.eval("python", "import concurrent.interpreters as interpreters\none = interpreters.create()");
            assertThatThrownBy(() -> context.eval("python", "interpreters.create()")).isInstanceOf(PolyglotException.class)
                    .hasMessageContaining("InterpreterError").hasMessageContaining("jthreading.MaxInterpreters allows 1");
            assertThat(context.eval("python", "one.close(); interpreters.create().is_running()").asBoolean()).isFalse();
        }
    }

    @Test
    void aSandboxHasNoneUnlessItAsks() {
        try (Engine engine = Engine.newBuilder("python").sandbox(SandboxPolicy.CONSTRAINED).out(output).err(output).build()) {
            Context.Builder sandbox = Context.newBuilder("python").engine(engine).sandbox(SandboxPolicy.CONSTRAINED)
                    .option("jthreading", "true").allowCreateThread(true);
            try (Context context = sandbox.build()) {
                assertThatThrownBy(() -> context.eval("python", "import concurrent.interpreters as i; i.create()"))
                        .hasMessageContaining("InterpreterError").hasMessageContaining("allows 0");
            }
            try (Context context = sandbox.option("jthreading.MaxInterpreters", "2").build()) {
                Value outcomes = context.eval("python", """
                        import concurrent.interpreters
                        interpreter = concurrent.interpreters.create()
                        def is_denied(what):
                            try:
                                interpreter.exec(what)
                            except concurrent.interpreters.ExecutionFailed as failed:
                                return failed.excinfo.type.__name__
                        for size in 0, 1, 511, 512, 513, 2**20:
                            for value in bytes(size), (bytes(range(256)) * 4096)[:size], b"\\xff" * size:
                                assert interpreter.call(bytes, value) == value
                        [is_denied("1 + 1"), is_denied("open('/etc/hostname')"), is_denied("import java; java.type('java.io.File')")]
                        """);
                assertThat(outcomes.getArrayElement(0).isNull()).isTrue();
                assertThat(outcomes.getArrayElement(1).isString()).isTrue();
                assertThat(outcomes.getArrayElement(2).isString()).isTrue();
            }
        }
    }

    private static void startIn(Context context, String code) {
        context.eval("python", """
                import concurrent.interpreters, threading
                begun = threading.Event()
                interpreter = concurrent.interpreters.create()
                interpreter.prepare_main(begun=begun)
                def run(code):
                    interpreter.exec('import threading; begun.set()\\n' + code)
                """);
        context.getBindings("python").putMember("code", code);
    }

    private static void startInDaemon(Context context, String code) {
        startIn(context, code);
        context.eval("python", "threading.Thread(target=run, args=(str(code),), name='runner', daemon=True).start(); begun.wait()");
    }

    /** Its own interpreter is then both around the call and in it. */
    @Test
    void aThreadIsInterruptedThatCameBackIntoItsInterpreter() {
        try (Context context = builder().build()) {
            context.eval("python", """
                    import concurrent.interpreters as interpreters, queue, threading
                    first, second = interpreters.create(), interpreters.create()
                    begun, outcomes = queue.SimpleQueue(), queue.SimpleQueue()
                    first.prepare_main(first=first, second=second, begun=begun, outcomes=outcomes)
                    first.exec('''if True:
                        import threading
                        def visit(first, begun):
                            def spin(begun):
                                import threading
                                begun.put(threading.get_ident())
                                while True:
                                    pass
                            first.call(spin, begun)
                        def run():
                            try:
                                second.call(visit, first, begun)
                            except BaseException as error:
                                outcomes.put(error.excinfo.formatted)
                        threading.Thread(target=run).start()
                    ''')
                    """);
            long ident = context.eval("python", "begun.get()").asLong();
            PythonThreads.of(context).interpreters().get(1).threads().interrupt(ident, context.eval("python", "KeyboardInterrupt"));
            assertThat(context.eval("python", "outcomes.get()").asString()).contains("ExecutionFailed", "KeyboardInterrupt");
        }
    }

    @Test
    void threadsAreToldByInterpreter() {
        try (Context context = builder().build()) {
            startInDaemon(context, "def waiting(): threading.Event().wait()\nwaiting()");
            PythonThreads threads = PythonThreads.of(context);
            assertThat(threads.interpreters()).extracting(PythonInterpreter::id).containsExactly(0L, 1L);
            PythonInterpreter main = threads.interpreters().getFirst();
            assertThat(main.running()).isTrue();
            assertThat(main.threads().list()).hasSameSizeAs(threads.list());
            assertThat(threads.interpreters().getLast().threads().interpreters()).extracting(PythonInterpreter::id).containsExactly(0L, 1L);
            assertThat(threads.interpreters().getLast().threads().interpreters().getFirst().threads().list())
                    .hasSameSizeAs(threads.list());
            PythonInterpreter other = threads.interpreters().getLast();
            assertThat(other.running()).isTrue();
            await().untilAsserted(() -> assertThat(other.threads().list()).anySatisfy(thread ->
                    assertThat(thread.waitsFor()).contains("threading.Event")));
            PythonThread waiting = other.threads().list().stream().filter(thread -> thread.waitsFor() != null).findAny().orElseThrow();
            assertThat(waiting.ident()).isEqualTo(
                    threads.list().stream().filter(thread -> thread.name().equals("runner")).findAny().orElseThrow().ident());
            assertThat(other.threads().dump().toString()).contains("in waiting");
            assertThat(threads.dump().toString()).contains("in waiting").doesNotContain("dev.jthreading.interpreter.");
            assertThat(other.threads().statistics().live()).isGreaterThanOrEqualTo(1);

            Value keyboardInterrupt = context.eval("python", "KeyboardInterrupt");
            assertThatThrownBy(() -> other.threads().interrupt(waiting.ident(), context.eval("python", "class Own(Exception): pass\nOwn")))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not a builtin exception class");
            assertThatThrownBy(() -> other.threads().interrupt(-1, keyboardInterrupt)).isInstanceOf(IllegalArgumentException.class);
            context.eval("python", "failed = []; threading.excepthook = lambda args: failed.append(args.exc_value)");
            other.threads().interrupt(waiting.ident(), keyboardInterrupt);
            await().untilAsserted(() -> assertThat(context.eval("python", "[error.excinfo.type.__name__ for error in failed]").toString())
                    .isEqualTo("['KeyboardInterrupt']"));
            assertThat(threads.interpreters().getLast().running()).isFalse();

            context.eval("python", "interpreter.close()");
            assertThat(threads.interpreters()).hasSize(1);
            assertThatThrownBy(() -> other.threads().list()).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
            assertThatThrownBy(() -> other.threads().interpreters()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> other.threads().interrupt(waiting.ident(), keyboardInterrupt))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    /** A look enters an interpreter, and the engine closes none that a thread is in. */
    @Test
    void closeSucceedsWhileTheApplicationLooks() throws Exception {
        try (Context context = builder().build()) {
            Dumping.whileDumped(PythonThreads.of(context), () -> assertThat(context.eval("python", """
                    import concurrent.interpreters as interpreters
                    ends = interpreters.create_queue()
                    for number in range(10):
                        interpreter = interpreters.create()
                        interpreter.prepare_main(ends=ends)
                        interpreter.exec("import atexit; atexit.register(ends.put, 'its end')")
                        interpreter.close()
                    ends.qsize()
                    """).asInt()).isEqualTo(10));
        }
    }

    @Test
    void queuesThatNobodyRefersToGoWhileTheMainThreadIsElsewhere() throws Exception {
        try (Context context = builder().build(); ExecutorService executor = Executors.newSingleThreadExecutor()) {
            context.eval("python", """
                    import _interpqueues
                    from concurrent import interpreters
                    def fill():
                        interpreters.create_queue().put("item")
                        return len(_interpqueues.list_all())
                    """);
            assertThat(executor.submit(() -> context.eval("python", "[fill() for _ in range(10)][-1]").asInt()).get()).isPositive();
            await().until(() -> {
                System.gc();
                return executor.submit(() -> context.eval("python", "fill()").asInt()).get() == 1;
            });
        }
    }

    @Test
    void anInterruptComesThroughAllInterpreters() {
        try (Context context = builder().build()) {
            context.eval("python", """
                    import concurrent.interpreters as interpreters, threading
                    one, other, begun, ended = interpreters.create(), interpreters.create(), threading.Event(), threading.Event()
                    class Own(Exception): pass
                    def execute(interpreter, code, begun):
                        interpreter.prepare_main(begun=begun)
                        interpreter.exec(code)
                    def run():
                        try:
                            one.call(execute, other, "import threading; begun.set(); threading.Event().wait()", begun)
                        except BaseException as error:
                            caught.append(error)
                        ended.set()
                    caught, thread = [], threading.Thread(target=run)
                    thread.start()
                    begun.wait()
                    """);
            PythonThreads.of(context).interrupt(context.eval("python", "thread.ident").asLong(), context.eval("python", "Own"));
            assertThat(context.eval("python", "ended.wait(60); type(caught[0]) is Own").asBoolean()).isTrue();
        }
    }

    enum End {
        CLOSE {
            @Override
            void end(Context context) {
                context.close();
            }
        },
        CANCEL {
            @Override
            void end(Context context) {
                context.close(true);
            }
        },
        INTERRUPT {
            @Override
            void end(Context context) throws TimeoutException {
                context.interrupt(PATIENCE);
                await().until(() -> !context.eval("python", "interpreter.is_running()").asBoolean());
                context.close();
            }
        };

        abstract void end(Context context) throws TimeoutException;
    }

    /** What waited for an idle worker would take as long. */
    private static final Duration KEEP_ALIVE_OF_A_WORKER = Duration.ofSeconds(10);
    private static final List<String> OCCUPATIONS = List.of("while True: pass", "import time; time.sleep(1000)",
            "threading.Event().wait()", "import queue; queue.SimpleQueue().get()",
            "thread = threading.Thread(target=threading.Event().wait); thread.start(); thread.join()",
            // A worker is idle there.
            "thread = threading.Thread(target=int); thread.start(); thread.join(); threading.Event().wait()",
            "import concurrent.interpreters; concurrent.interpreters.create_queue().get()");

    /** An interrupt may come before the thread that an interpreter starts, which is no daemon. */
    private Context.Builder impatient() {
        return builder().option("jthreading.ShutdownTimeout", "0.1s");
    }

    static Stream<Arguments> endsAndOccupations() {
        return Stream.of(End.values()).flatMap(end -> OCCUPATIONS.stream().map(code -> Arguments.of(end, code)));
    }

    @ParameterizedTest
    @MethodSource("endsAndOccupations")
    void whatDaemonsDoInInterpretersEndsWithTheContext(End end, String code) throws TimeoutException {
        Context context = impatient().option("jthreading.IdleWorkers", "2").build();
        startInDaemon(context, code);
        long began = System.nanoTime();
        end.end(context);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(KEEP_ALIVE_OF_A_WORKER);
    }

    /** The application's own thread is in another interpreter. */
    @ParameterizedTest
    @EnumSource(names = {"CANCEL", "INTERRUPT"})
    void theApplicationsThreadComesBack(End end) throws TimeoutException {
        for (String code : OCCUPATIONS) {
            Context context = impatient().build();
            startIn(context, code);
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> context.eval("python", "run(str(code))"),
                    command -> Thread.ofPlatform().start(command));
            await().until(() -> !call.isDone() && isBegun(context));
            end.end(context);
            assertThat(call).failsWithin(PATIENCE).withThrowableThat().havingCause().isInstanceOf(PolyglotException.class);
        }
    }

    private static boolean isBegun(Context context) {
        return context.eval("python", "begun.is_set()").asBoolean();
    }

    @Test
    void closeWaitsForThreadsOfInterpretersNoLongerThanForItsOwn() {
        Context context = builder().option("jthreading.ShutdownTimeout", "0.2s").build();
        context.eval("python", """
                import concurrent.interpreters
                interpreter = concurrent.interpreters.create()
                interpreter.exec("import threading; threading.Thread(target=threading.Event().wait).start()")
                """);
        context.close();
    }

    @Test
    void allInterpretersHaveOneShutdownTimeout() {
        Context context = builder().option("jthreading.ShutdownTimeout", "4s").build();
        context.eval("python", """
                import concurrent.interpreters
                for _ in range(5):
                    concurrent.interpreters.create().exec("import threading; threading.Thread(target=threading.Event().wait).start()")
                """);
        long begin = System.nanoTime();
        context.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
    }

    @Test
    void closeWaitsForThreadsOfInterpreters() {
        try (Context context = builder().build()) {
            context.eval("python", """
                    import concurrent.interpreters, threading
                    interpreter = concurrent.interpreters.create()
                    interpreter.exec('''
                    import threading, time
                    def work():
                        time.sleep(0.3)
                        print("done")
                    threading.Thread(target=work).start()
                    ''')
                    """);
        }
        assertThat(output()).isEqualTo("done\n");
        output.reset();
    }
}
