package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.NamedInheritableThreadLocal;

/**
 * What Java's own code finds in the Java thread of a Python thread. It finds nothing of the Python thread that ran before. It finds what
 * a new Java thread inherits from the one that starts it.
 */
class JavaStateTest {

    /** What a host object sees of the thread that calls it, and leaves behind there. */
    public static final class Application {
        private static final ThreadLocal<@Nullable String> SECRET = new ThreadLocal<>();
        private static final InheritableThreadLocal<@Nullable String> USER = new InheritableThreadLocal<>();
        private static final NamedInheritableThreadLocal<@Nullable String> TENANT = new NamedInheritableThreadLocal<>("tenant");

        @HostAccess.Export
        @SuppressWarnings("ThreadPriorityCheck")
        public void leave(String value) {
            become(value);
            SECRET.set(value);
            MDC.put("request", value);
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
            Thread.currentThread().setContextClassLoader(null);
        }

        static void become(String user) {
            USER.set(user);
            TENANT.set(user);
            LocaleContextHolder.setLocale(Locale.forLanguageTag(user.equals("bob") ? "fi" : "de"), true);
        }

        @HostAccess.Export
        public String look() {
            Thread current = Thread.currentThread();
            return "user=" + USER.get() + " tenant=" + TENANT.get() + " locale=" + LocaleContextHolder.getLocale()
                    + " secret=" + SECRET.get()
                    + " request=" + MDC.get("request") + " priority=" + current.getPriority()
                    + " loader=" + Objects.equals(current.getContextClassLoader(), starters);
        }

        static void forget() {
            USER.remove();
            TENANT.remove();
            SECRET.remove();
            MDC.clear();
            LocaleContextHolder.resetLocaleContext();
        }
    }

    private static volatile @Nullable ClassLoader starters;
    private static final String NEW = "user=bob tenant=bob locale=fi secret=null request=null priority=5 loader=true";
    private static final Map<String, String> NONE = Map.of();

    private final @Nullable ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void forget() {
        Application.forget();
        Thread.currentThread().setContextClassLoader(before);
    }

    private static Context.Builder context(Map<String, String> options) {
        return Context.newBuilder("python").option("jthreading", "true").options(options).allowCreateThread(true);
    }

    static Stream<Arguments> aThreadFindsWhatANewOneOfItsStarterHas() {
        Map<String, String> virtual = Map.of("jthreading.VirtualThreads", "true");
        return Stream.of(
                Arguments.of("by default", HostAccess.EXPLICIT, NONE),
                Arguments.of("with all of the host", HostAccess.ALL, NONE),
                Arguments.of("constrained", HostAccess.CONSTRAINED, NONE),
                Arguments.of("virtual", HostAccess.EXPLICIT, virtual),
                Arguments.of("virtual, with all of the host", HostAccess.ALL, virtual));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aThreadFindsWhatANewOneOfItsStarterHas(String name, HostAccess access, Map<String, String> options) {
        try (Context context = context(options).allowHostAccess(access).build()) {
            assertThat(lookOfTheSecondThread(context)).isEqualTo(NEW);
        }
    }

    @Test
    void aThreadOnAnExecutorOfNewThreadsDoesToo() {
        for (ExecutorService executor : List.of(Executors.newVirtualThreadPerTaskExecutor(),
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory()))) {
            try (executor; Context context = context(NONE).build()) {
                PythonThreads.of(context).setExecutor(executor);
                assertThat(lookOfTheSecondThread(context)).isEqualTo(NEW);
            }
        }
    }

    /** A pool's threads are the application's, and so is what they keep; priority and class loader are as of a new thread even there. */
    @Test
    void anExecutorThatKeepsThreadsDecidesWhatTheyKeep() {
        assertThat(lookOnPool(pool -> pool))
                .isEqualTo("user=alice tenant=alice locale=de secret=alice request=alice priority=5 loader=true");
        assertThat(lookOnPool(JavaStateTest::propagating)).isEqualTo(NEW);
    }

    private static String lookOnPool(Function<ExecutorService, Executor> decoration) {
        try (ExecutorService pool = Executors.newSingleThreadExecutor(); Context context = context(NONE).build()) {
            PythonThreads.of(context).setExecutor(decoration.apply(pool));
            return lookOfTheSecondThread(context);
        }
    }

    /** As Spring's TaskDecorator, or a snapshot of Micrometer's: it captures where the thread is started. */
    private static Executor propagating(ExecutorService pool) {
        return task -> {
            String user = Application.USER.get();
            pool.execute(() -> {
                Application.forget();
                Application.become(user == null ? "nobody" : user);
                task.run();
            });
        };
    }

    /** Who sets the option takes care. */
    @Test
    void aKeptJavaThreadHasWhatJavaLetsNobodyClear() {
        try (Context context = context(Map.of("jthreading.IdleWorkers", "1")).build()) {
            assertThat(lookOfTheSecondThread(context)).contains("user=alice", "secret=alice", "request=alice", "priority=5");
        }
    }

    private static String lookOfTheSecondThread(Context context) {
        Application application = new Application();
        context.getBindings("python").putMember("application", application);
        Application.become("alice");
        context.eval("python", """
                import threading
                def run(function, *arguments):
                    found = []
                    thread = threading.Thread(target=lambda: found.append(function(*arguments)))
                    thread.start()
                    thread.join()
                    return found[0]
                run(application.leave, 'alice')
                """);
        Application.become("bob");
        ClassLoader loader = new URLClassLoader(new URL[0]);
        starters = loader;
        Thread.currentThread().setContextClassLoader(loader);
        return context.eval("python", "run(application.look)").asString();
    }
}
