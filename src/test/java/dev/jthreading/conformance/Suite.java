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
    private static final Part PROCESS_POOLS = new Part(
            "[.]ProcessPoolSpawn.*[.]test_(map_chunksize|max_tasks_per_child|submit_keyword|traceback)$",
            "needs os.fork, more or faster processes, prompt collections or a later library, or kills a process that has seconds to end");
    private static final Part WAITS = threadPoolsAnd("Wait[.]test_(all_completed|first_exception_one_already_failed)");
    private static final Part AS_COMPLETED = threadPoolsAnd("AsCompleted[.]test_no_timeout");
    private static final Part SHUTDOWNS = threadPoolsAnd("ProcessPoolShutdown[.]test_(hang_issue12364|processes_terminate)");
    private static final Part INITIALIZERS = threadPoolsAnd("(Failing)?Initializer[.]test_initializer");
    private static final Part PROCESSES = new Part("[.]WithProcessesTest("
            + "Process[.]test_(close|current|daemon_argument|kill|parent_process|process|process_mainthread_native_id|sentinel"
            + "|wait_for_threads)"
            + "|Pool[.]test_(apply|async|imap|map|map_async|starmap|traceback)"
            + "|Queue[.]test_(fork|get|put|timeout)"
            + "|Connection[.]test_(connection|sendbytes)"
            + "|Barrier[.]test_single_thread"
            + "|Condition[.]test_notify"
            + "|(Lock|Semaphore|Event)[.]test_\\w+)$",
            "starts more processes for the same, fails on GraalPy's own module too, or is about memory, files and connections");
    private static final Part DUMMY_POOLS = new Part("[.]WithThreadsTest(Pool|Queue)[.]",
            "is about locks, which have suites of their own, or needs processes");
    private static final Part SIMPLE_QUEUES = new Part("[.]CSimpleQueueTest[.]test_(basic|is_default|negative|order|reentrancy)",
            "is about queue.Queue of a later library, or needs much memory or a garbage collection for each item");
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
            partOf("test.test_queue", "3.13", SIMPLE_QUEUES),
            of(FUTURES + "test_thread_pool", "3.13"),
            partOf(FUTURES + "test_process_pool", "3.13", PROCESS_POOLS),
            of(FUTURES + "test_future", "3.13"),
            partOf(FUTURES + "test_wait", "3.13", WAITS),
            partOf(FUTURES + "test_as_completed", "3.13", AS_COMPLETED),
            partOf(FUTURES + "test_shutdown", "3.13", SHUTDOWNS),
            partOf(FUTURES + "test_init", "3.13", INITIALIZERS),
            partOf("test.test_multiprocessing_spawn.test_threads", "3.13", DUMMY_POOLS),
            partOf("test.test_multiprocessing_spawn.test_processes", "3.13", PROCESSES),
            of("test.test_threading", "3.14"),
            of("test.test_thread", "3.14"),
            of("test.test_threading_local", "3.14"),
            partOf("test.test_queue", "3.14", SIMPLE_QUEUES),
            of("test.test__interpreters", "3.14"),
            of("test.test__interpchannels", "3.14"),
            of("test.test_crossinterp", "3.14"),
            of("test.test_interpreters.test_api", "3.14"),
            of("test.test_interpreters.test_queues", "3.14"),
            of("test.test_interpreters.test_channels", "3.14"),
            of("test.test_interpreters.test_lifecycle", "3.14"),
            of("test.test_interpreters.test_stress", "3.14"),
            of(FUTURES + "test_interpreter_pool", "3.14"));

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

    /** All tests of thread pools, but only some of pools of processes: each of these starts several Java virtual machines. */
    private static Part threadPoolsAnd(String processTests) {
        return new Part("[.]ThreadPool|[.]ProcessPoolSpawn" + processTests.replace("[.]", "Test[.]") + "$",
                "needs os.fork, more processes for the same, or prompt collections");
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

    /** Whether it is about what only CPython 3.14 and this library have. */
    boolean isAboutInterpreters() {
        return module.contains("interp");
    }

    /** Whether that test starts other processes. */
    static boolean startsProcesses(String id) {
        return id.contains("Process");
    }

    /** Whether that test is about interpreters beside the main one. */
    static boolean usesInterpreters(String id) {
        return id.contains("interp");
    }

    boolean includes(String id) {
        return part.map(some -> some.includes(id)).orElse(true);
    }
}
