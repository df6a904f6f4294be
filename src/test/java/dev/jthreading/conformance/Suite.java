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
    private static final String NEEDS_FORK_OR_REPEATS = "needs os.fork, or does with processes what is done with threads";
    private static final Part POOLS_OF_PROCESSES = new Part(
            "[.]ProcessPoolSpawn.*[.]test_(idle_process_reuse_one|killed_child|map_chunksize|max_tasks_per_child|submit_keyword|traceback)$",
            "needs os.fork, or starts more processes for what the test suite of thread pools does with threads");
    private static final Part WAITS = poolsAnd("Wait", "all_completed|first_exception_one_already_failed");
    private static final Part AS_COMPLETED = poolsAnd("AsCompleted", "no_timeout");
    private static final Part SHUTDOWNS = poolsAnd("ProcessPoolShutdown", "cancel_futures|hang_issue12364|processes_terminate");
    private static final Part INITIALIZERS = poolsAnd("(Failing)?Initializer", "initializer");
    private static final Part PROCESSES = new Part("[.]WithProcessesTest("
            + "Process[.]test_(close|cpu_count|current|daemon_argument|kill|lose_target_ref|parent_process|process|process_mainthread_native_id|sentinel|terminate|wait_for_threads)"
            + "|Pool[.]test_(apply|async|async_timeout|context|enter|(imap|imap_unordered|map)(_handle_iterable_exception)?"
            + "|map_async|map_async_callbacks|map_chunksize|map_unplicklable|starmap|starmap_async|terminate|traceback|wrapped_exception)"
            + "|Queue[.]test_(closed_queue_put_get_exceptions|fork|get|no_import_lock_contention|put|qsize|queue_feeder_donot_stop_onexc|timeout)"
            + "|Connection[.]test_(connection|context|duplex_false|sendbytes)"
            + "|Condition[.]test_(notify|timeout|waitfor_timeout)"
            + "|(Lock|Semaphore|Event)[.]test_\\w+)$",
            "starts more processes for the same, or is about memory, files and what else is none of threads");
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
            partOf(FUTURES + "test_process_pool", "3.13", POOLS_OF_PROCESSES),
            of(FUTURES + "test_future", "3.13"),
            partOf(FUTURES + "test_wait", "3.13", WAITS),
            partOf(FUTURES + "test_as_completed", "3.13", AS_COMPLETED),
            partOf(FUTURES + "test_shutdown", "3.13", SHUTDOWNS),
            partOf(FUTURES + "test_init", "3.13", INITIALIZERS),
            partOf("test.test_multiprocessing_spawn.test_threads", "3.13", DUMMY_POOLS),
            partOf("test.test_multiprocessing_spawn.test_processes", "3.13", PROCESSES),
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

    /** All tests of thread pools, and of processes, of which each takes seconds to start, some of a class. */
    private static Part poolsAnd(String processClass, String tests) {
        return new Part("[.]ThreadPool|[.]ProcessPoolSpawn" + processClass + "Test[.]test_(" + tests + ")$", NEEDS_FORK_OR_REPEATS);
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
