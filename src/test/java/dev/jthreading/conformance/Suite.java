package dev.jthreading.conformance;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One test module of CPython's {@code test} package.
 *
 * @param module the module, for example {@code test.test_queue}
 * @param version which version of CPython the file is from, for example 3.12
 * @param part which of its tests are run, or empty for all of them
 */
record Suite(String module, String version, Optional<Part> part) {

    private static final String FUTURES = "test.test_concurrent_futures.";
    private static final Part THREAD_POOLS = new Part("[.]ThreadPool", "is about processes");
    private static final Part DUMMY_POOLS = new Part("[.]WithThreadsTest(Pool|Queue)[.]",
            "is about locks, which have suites of their own, or needs processes");
    private static final Part LOGGING_THREADS = new Part(
            "[.](HandlerTest[.]test_race|\\w*(SMTP|Memory|Socket|Datagram|SysLog|HTTP|Queue)Handler|QueueListener|Shutdown)",
            "is about formats and configuration");

    /** Ordered by version, because an interpreter serves one version. */
    static final List<Suite> ALL = List.of(
            of("test.test_threading", "3.12"),
            of("test.test_thread", "3.12"),
            of("test.test_threading_local", "3.12"),
            of("test.test_threadsignals", "3.12"),
            of("test.test_queue", "3.12"),
            of("test.test_sched", "3.12"),
            of("test.test_threadedtempfile", "3.12"),
            of("test.test_asyncio.test_threads", "3.12"),
            of("test.test_socketserver", "3.12"),
            partOf("test.test_logging", "3.12", LOGGING_THREADS),
            of("test.test_threading", "3.13"),
            of("test.test_thread", "3.13"),
            of("test.test_threading_local", "3.13"),
            of(FUTURES + "test_thread_pool", "3.13"),
            of(FUTURES + "test_future", "3.13"),
            partOf(FUTURES + "test_wait", "3.13", THREAD_POOLS),
            partOf(FUTURES + "test_as_completed", "3.13", THREAD_POOLS),
            partOf(FUTURES + "test_shutdown", "3.13", THREAD_POOLS),
            partOf(FUTURES + "test_init", "3.13", THREAD_POOLS),
            partOf("test.test_multiprocessing_spawn.test_threads", "3.13", DUMMY_POOLS),
            of("test.test_threading", "3.14"),
            of("test.test_thread", "3.14"),
            of("test.test_threading_local", "3.14"));

    /**
     * Some of a suite's tests.
     *
     * @param idsWith an expression that is found in the ids of these tests
     * @param whyNotTheOthers a predicate, whose subject is the rest of the suite
     */
    record Part(String idsWith, String whyNotTheOthers) {

        boolean includes(String id) {
            return Pattern.compile(idsWith).matcher(id).find();
        }
    }

    private static Suite of(String module, String version) {
        return new Suite(module, version, Optional.empty());
    }

    private static Suite partOf(String module, String version, Part part) {
        return new Suite(module, version, Optional.of(part));
    }

    /** For example {@code test_queue}. */
    String name() {
        return module.substring("test.".length());
    }

    /** The name of the file with what is expected of it. */
    String expectationFile() {
        return name() + "-" + version + ".txt";
    }

    boolean includes(String id) {
        return part.map(some -> some.includes(id)).orElse(true);
    }
}
