package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.conformance.VersionOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that nobody trusts: all of threading works where nothing is allowed but threads, and nothing of Java's comes out of it. */
class SandboxTest {

    /** Those of {@link #everythingWorks}. */
    private static final Map<Policy, Sandbox> WORKOUTS = new EnumMap<>(Policy.class);

    /** Contexts that allow as little as they can. */
    enum Policy {
        /** By its own word each. */
        DENIED {
            @Override
            Engine.Builder engine(Engine.Builder builder) {
                return builder;
            }

            @Override
            Context.Builder configure(Context.Builder builder) {
                return builder.allowHostAccess(HostAccess.NONE).allowPolyglotAccess(PolyglotAccess.NONE).allowIO(IOAccess.NONE)
                        .allowEnvironmentAccess(EnvironmentAccess.NONE).allowHostClassLookup(name -> false).allowHostClassLoading(false)
                        .allowNativeAccess(false).allowCreateProcess(false).allowExperimentalOptions(false)
                        .allowInnerContextOptions(false);
            }
        },
        /** By the strictest of the engine's policies that need no isolate. */
        CONSTRAINED {
            @Override
            Engine.Builder engine(Engine.Builder builder) {
                return builder.sandbox(SandboxPolicy.CONSTRAINED);
            }

            @Override
            Context.Builder configure(Context.Builder builder) {
                return builder.sandbox(SandboxPolicy.CONSTRAINED);
            }
        };

        abstract Engine.Builder engine(Engine.Builder builder);

        abstract Context.Builder configure(Context.Builder builder);
    }

    /** A context in which nothing is allowed but threads, and one of the same engine to be a stranger to it. */
    private static final class Sandbox implements AutoCloseable {
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        private final Engine engine;
        private final Context context;
        private final Context other;

        Sandbox(Policy policy, String... scripts) {
            engine = policy.engine(Engine.newBuilder("python", "js")).out(new ByteArrayOutputStream()).err(errors).build();
            context = build(policy);
            other = build(policy);
            for (String script : scripts) {
                run(script);
            }
        }

        private Context build(Policy policy) {
            return policy.configure(Context.newBuilder("python").engine(engine)).out(new ByteArrayOutputStream()).err(errors)
                    .allowCreateThread(true).option("jthreading", "true").build();
        }

        private void run(String script) {
            try {
                context.eval(Source.newBuilder("python", Path.of("python-tests", "sandbox", script).toFile()).build());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Value python(String program) {
            return context.eval("python", program);
        }

        String errors() {
            return errors.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            context.close(true);
            other.close(true);
            engine.close();
        }
    }

    private static List<String> strings(Value list) {
        List<String> strings = new ArrayList<>();
        elements(list).forEach(element -> strings.add(element.asString()));
        return strings;
    }

    private static List<Value> elements(Value list) {
        List<Value> elements = new ArrayList<>();
        for (long i = 0; i < list.getArraySize(); i++) {
            elements.add(list.getArrayElement(i));
        }
        return elements;
    }

    @AfterAll
    static void closeWorkouts() {
        WORKOUTS.values().forEach(Sandbox::close);
    }

    /** A cancelled context leaves its program's signal handler in the JVM. The next context finds it and cannot tell whose it is. */
    @AfterAll
    static void dropSignalHandlers() {
        try (Context context = Context.newBuilder("python").options(VersionOptions.thatAllowSignalHandlers()).build()) {
            context.eval("python", "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)");
        }
    }

    static Stream<Arguments> everythingWorks() {
        return Stream.of(Policy.values()).flatMap(policy -> {
            Sandbox sandbox = new Sandbox(policy, "workout.py");
            WORKOUTS.put(policy, sandbox);
            return elements(sandbox.python("ALL")).stream()
                    .map(function -> Arguments.of(policy, function.getMember("__name__").asString()));
        });
    }

    @ParameterizedTest
    @MethodSource
    void everythingWorks(Policy policy, String function) {
        Sandbox sandbox = Objects.requireNonNull(WORKOUTS.get(policy));
        assertThat(sandbox.python(function + "()").asBoolean()).isTrue();
        if (function.equals("uncaught")) {
            assertThat(sandbox.errors()).contains("Exception in thread failing:", "ValueError: told by the excepthook");
        }
    }

    @ParameterizedTest
    @EnumSource
    void noObjectOfJavaIsWithinReach(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy, "reachable.py")) {
            Value found = sandbox.python("foreign_objects()");
            assertThat(found.getArrayElement(1).asInt()).as("objects in all").isGreaterThan(10_000);
            List<Value> foreign = elements(found.getArrayElement(0));
            assertThat(foreign).hasSizeGreaterThan(100);
            for (Value pair : foreign) {
                assertOpaque(pair.getArrayElement(0).asString(), pair.getArrayElement(1));
            }
            assertThat(foreign).extracting(pair -> pair.getArrayElement(1).toString().replaceFirst(",.*", ""))
                    .contains("<jthreading handle>", "<jthreading function lock_new", "<jthreading function facade_source")
                    .doesNotContain("<jthreading function bind", "<jthreading function wait_by",
                            "<jthreading function register_types_by", "<jthreading functions>");
        }
    }

    /** All that can be done with it is to hand it over, and to call it if it is a function. */
    private static void assertOpaque(String path, Value value) {
        boolean function = value.toString().matches("<jthreading function \\w+, to be called .* the GIL>");
        assertThat(function || value.toString().equals("<jthreading handle>")).as(path + ": " + value).isTrue();
        assertThat(value.canExecute()).as(path).isEqualTo(function);
        assertThat(value.getMemberKeys()).as(path).isEmpty();
        assertThat(value.getMetaObject()).as(path).isNull();
        assertThat(List.of(value.isHostObject(), value.isProxyObject(), value.isMetaObject(), value.isException(), value.isNativePointer(),
                value.isString(), value.isNumber(), value.isBoolean(), value.isNull(), value.isDate(), value.isTime(), value.isDuration(),
                value.isTimeZone(), value.isIterator(), value.hasIterator(), value.hasArrayElements(), value.hasBufferElements(),
                value.hasHashEntries(), value.canInstantiate())).as(path).containsOnly(false);
    }

    @ParameterizedTest
    @EnumSource
    void noExceptionTellsOfJava(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy, "reachable.py")) {
            Value told = sandbox.python("telling_texts()");
            assertThat(strings(told.getArrayElement(0))).isEmpty();
            assertThat(told.getArrayElement(1).asInt()).as("texts in all").isGreaterThan(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerOfAForeignObjectTellsOfJava(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy, "natives.py")) {
            Value told = sandbox.python("answers([*(make() for make in _HANDLES.values()), "
                    + "_jthreading._lock_new, _jthreading._lock_enter])");
            assertThat(strings(told.getArrayElement(0))).isEmpty();
            assertThat(told.getArrayElement(1).asInt()).as("answers in all").isGreaterThan(500);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongCallsOfTheFunctionsAreRefused(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy, "natives.py")) {
            Value strangers = sandbox.other.eval("python", """
                    import _jthreading, threading
                    [threading.Lock()._jthreading_lock, threading.Event()._jthreading_event, threading.Thread()._jthreading_thread,
                        _jthreading._lock_new, threading.Lock()]
                    """);
            Value outcome = sandbox.python("misuse").execute(ProxyArray.fromList(new ArrayList<>(elements(strangers))));
            assertThat(strings(outcome.getArrayElement(0))).isEmpty();
            assertThat(outcome.getArrayElement(1).asInt()).as("functions").isGreaterThan(100);
            assertThat(outcome.getArrayElement(2).asInt()).as("calls").isGreaterThan(8000);
            assertThat(strangers.getArrayElement(4).invokeMember("locked").asBoolean()).isFalse();
            assertThat(sandbox.errors()).doesNotContain("java", "\tat ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfJavaCanBeLookedUp(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy)) {
            assertThatThrownBy(() -> sandbox.python("import java; java.type('java.lang.Thread')")).isInstanceOf(PolyglotException.class)
                    .hasMessageMatching("NotImplementedError: host lookup is not allowed|"
                            + "KeyError: 'host symbol .* access has been denied'");
            assertThatThrownBy(() -> sandbox.python("import polyglot; polyglot.eval(language='jthreading-native', string='')"))
                    .isInstanceOf(PolyglotException.class).hasMessageContaining("not allowed");
            assertThatThrownBy(() -> sandbox.python("import sys; sys.meta_path[0].get_source('../../META-INF/x')"))
                    .isInstanceOf(PolyglotException.class).hasMessage("TypeError: facade_source() got a wrong argument");
        }
    }

    /** Java's locks are what an application gives, so they work whatever it allows to be done with its objects. */
    @ParameterizedTest
    @EnumSource
    void locksOfJavaAreOnesOfPython(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy)) {
            ReentrantLock lock = new ReentrantLock();
            Semaphore semaphore = new Semaphore(1);
            sandbox.context.getBindings("python").putMember("lock", lock);
            sandbox.context.getBindings("python").putMember("semaphore", semaphore);
            assertThat(sandbox.python("""
                    import importlib, jthreading, threading
                    importlib.reload(jthreading)
                    condition = threading.Condition(lock)
                    with condition, semaphore:
                        inside = not semaphore.acquire(False) and not condition.wait(0.001)
                    inside
                    """).asBoolean()).isTrue();
            assertThat(lock.isLocked()).isFalse();
            assertThat(semaphore.availablePermits()).isEqualTo(1);
            for (String member : List.of("getClass", "getHoldCount", "notifyAll", "class")) {
                assertThatThrownBy(() -> sandbox.python("getattr(lock, '" + member + "')")).isInstanceOf(PolyglotException.class)
                        .hasMessage("AttributeError: foreign object has no attribute '" + member + "'");
            }
        }
    }

    /** A wait with the GIL kept, which only a program that means harm gets into, ends with the context as others do. */
    @ParameterizedTest
    @EnumSource
    void aProgramThatBlocksItselfEndsWithItsContext(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy)) {
            PythonThreads threads = PythonThreads.of(sandbox.context);
            CompletableFuture<Value> blocked = CompletableFuture.supplyAsync(() -> sandbox.python("""
                    import _jthreading, polyglot, threading
                    wait = _jthreading._event_wait, threading.Event()._jthreading_event, None
                    threading.Thread(target=polyglot.__execute__, args=wait, name='blocked').start()
                    polyglot.__execute__(*wait)
                    """));
            await().until(() -> threads.list().stream()
                    .anyMatch(thread -> thread.waitsFor() != null && thread.waitsFor().contains("Event")));
            sandbox.context.close(true);
            assertThatThrownBy(() -> blocked.get(2, TimeUnit.MINUTES)).cause().isInstanceOfSatisfying(PolyglotException.class,
                    end -> assertThat(end.isCancelled()).isTrue());
        }
    }

    /** What makes Java's locks Python's takes no classes of a program's, whatever that has put in the way. */
    @ParameterizedTest
    @EnumSource
    void noProgramDecidesWhatLocksOfJavaAre(Policy policy) {
        try (Sandbox sandbox = new Sandbox(policy)) {
            sandbox.context.getBindings("python").putMember("lock", new ReentrantLock());
            assertThat(sandbox.python("""
                    import _jthreading, sys, threading
                    class Mine: pass
                    refused = 0
                    try:
                        _jthreading._java_types_register(Mine, Mine)
                    except TypeError:
                        refused = 1
                    sys.modules['_jthreading_java'] = Mine
                    import jthreading
                    refused and type(lock).__name__
                    """).asString()).isNotEqualTo("Mine");
            assertThat(sandbox.python("with lock: inside = lock.acquire(False)\ninside").asBoolean()).isTrue();
        }
    }

    static Stream<String> noProgramBendsWhatTheHostCalls() {
        try (Sandbox sandbox = new Sandbox(Policy.CONSTRAINED, "hostile.py")) {
            return strings(sandbox.python("list(ATTACKS)")).stream();
        }
    }

    /** The host calls from the thread that is Python's main one, and from another, while threads of the program go on. */
    @ParameterizedTest
    @MethodSource
    @SuppressWarnings("resource")
    void noProgramBendsWhatTheHostCalls(String attack) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        // Daemons, which nobody waits for: a test that fails may leave them in a call.
        ExecutorService main = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        ExecutorService other = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        try {
            Sandbox sandbox = inTime(main.submit(() -> new Sandbox(Policy.CONSTRAINED, "hostile.py")));
            PythonThreads threads = inTime(main.submit(() -> PythonThreads.of(sandbox.context)));
            Value valueError = inTime(main.submit(() -> sandbox.python("ValueError")));
            inTime(main.submit(() -> sandbox.python("victim()")));
            inTime(other.submit(threads::list));
            threads.setUncaughtExceptionListener((thread, exception) -> heard.add(thread.name()));
            inTime(main.submit(() -> sandbox.python("ATTACKS['" + attack + "']()")));
            for (ExecutorService caller : List.of(main, other)) {
                assertThat(inTime(caller.submit(threads::list))).extracting(PythonThread::name).contains("MainThread", "victim");
                assertThat(inTime(caller.submit(threads::statistics)).live()).isGreaterThanOrEqualTo(2);
                ThreadDump dump = inTime(caller.submit(threads::dump));
                for (String text : List.of(dump.toString(), dump.toFullString(), dump.toPythonString(),
                        inTime(caller.submit(threads::list)).toString())) {
                    assertThat(text).contains("\"victim\"").doesNotContainPattern("[\\p{Cntrl}&&[^\n]]|\u2028|\u202e")
                            .doesNotContain("\nThread \"root\"");
                }
                for (Object nothing : List.of("text", 1, new Object())) {
                    assertThatThrownBy(() -> inTime(caller.submit(() -> threads.interrupt(1, sandbox.context.asValue(nothing)))))
                            .cause().isInstanceOf(IllegalArgumentException.class);
                }
                assertThatThrownBy(() -> inTime(caller.submit(() -> threads.interrupt(-1, valueError)))).cause()
                        .isInstanceOf(IllegalArgumentException.class);
            }
            // Before the victim is interrupted: it may end with an exception of its own, where a program has replaced the one that
            // it catches.
            assertThat(heard).isSubsetOf(attack.equals("ends_threads_with_exceptions_that_loop") ? List.of("Thread-2 (run)") : List.of());
            long victim = inTime(other.submit(threads::list)).stream().filter(thread -> thread.name().equals("victim")).findAny()
                    .orElseThrow().ident();
            inTime(other.submit(() -> threads.interrupt(victim, valueError)));
            inTime(other.submit(() -> threads.setUncaughtExceptionListener(null)));
            inTime(other.submit(sandbox::close));
        } finally {
            main.shutdownNow();
            other.shutdownNow();
        }
    }

    private static <T> T inTime(Future<T> call) throws Exception {
        return call.get(1, TimeUnit.MINUTES);
    }

    /** Java's description of what a thread waits for may name a class; what Python gets to see does not. */
    @Test
    void dumpsForPythonNameNoClassesOfJava() {
        PythonThread thread = new PythonThread("worker", 7, 0, false, false, false, Thread.State.WAITING,
                "<java.util.concurrent.locks.ReentrantLock$FairSync@1b2c3d>", 8L);
        PythonThread other = new PythonThread("other", 8, 0, false, false, false, Thread.State.WAITING, "<threading.Lock 'a' locked>", 7L);
        ThreadDump dump = new ThreadDump(
                List.of(new ThreadDump.Entry(thread, List.of(), List.of(), List.of(), true),
                        new ThreadDump.Entry(other, List.of(), List.of(), List.of(), false)),
                List.of(new ThreadDump.Deadlock(List.of(
                        new ThreadDump.Wait("worker", 7, "<java.util.concurrent.locks.ReentrantLock$FairSync@1b2c3d>", 8, true),
                        new ThreadDump.Wait("other", 8, "<threading.Lock 'a' locked>", 7, false)))));
        assertThat(dump.toString()).contains("waits for <java.util.concurrent.locks.ReentrantLock$FairSync@1b2c3d>, which ident=8 has");
        assertThat(dump.toPythonString())
                .contains("waits for <a lock of Java's>, which ident=8 has", "waits for <threading.Lock 'a' locked>, which ident=7 has")
                .doesNotContain("java.");
    }

    @Test
    void theStricterPoliciesAreRefusedByTheRuntimeAlone() {
        String without = refusal(Context.newBuilder("python"));
        assertThat(without).containsAnyOf("only supports the TRUSTED or CONSTRAINED sandbox policies",
                "polyglot isolate support is not available");
        assertThat(refusal(Context.newBuilder("python").option("jthreading", "true"))).isEqualTo(without);
    }

    private static String refusal(Context.Builder builder) {
        ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
        try (Context context = builder.sandbox(SandboxPolicy.ISOLATED).out(nowhere).err(nowhere).build()) {
            context.initialize("python");
            return "";
        } catch (IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
