package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's tools and Python's module jthreading tell of Python threads and locks. */
class ObservabilityTest {

    private static final String ALL_KINDS_OF_WAITS = """
            import queue, threading, time
            lock, event, barrier, condition = threading.Lock(), threading.Event(), threading.Barrier(2), threading.Condition()
            semaphore, items = threading.Semaphore(0), queue.SimpleQueue()
            import jthreading
            jthreading.set_name(lock, 'gate')
            def work():
                lock.acquire()
                lock.release()
                semaphore.acquire()
                event.wait()
                with condition:
                    condition.wait()
                barrier.wait()
                items.get()
                stop.wait(0.05)
            stop = threading.Event()
            lock.acquire()
            thread = threading.Thread(target=work, name='worker')
            thread.start()
            def until_it_waits_for(text):
                while True:
                    # A Java application would ask PythonThreads; Python sees the same in the dump.
                    if 'waits for <' + text in dump():
                        return
            import io
            def dump():
                text = io.StringIO()
                jthreading.dump_threads(text)
                return text.getvalue()
            until_it_waits_for("threading.Lock 'gate'")
            lock.release()
            until_it_waits_for('threading.Semaphore')
            semaphore.release()
            until_it_waits_for('threading.Event')
            event.set()
            until_it_waits_for('threading.Condition')
            with condition: condition.notify()
            until_it_waits_for('threading.Barrier')
            barrier.wait()
            jthreading.set_name(items, 'tasks')
            until_it_waits_for("queue.SimpleQueue 'tasks' size=0>")
            items.put(None)
            thread.join()
            thread.ident
            """;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    @SuppressWarnings("NullAway.Init")
    private Context context;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @BeforeEach
    void open() {
        context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").err(errors).build();
    }

    @AfterEach
    void close() {
        context.close(true);
    }

    private Value python(String program) {
        return context.eval("python", program);
    }

    private List<RecordedEvent> record(boolean enabled) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            for (String name : List.of("ThreadStart", "ThreadEnd", "ContendedAcquire", "ConditionWait", "EventWait", "BarrierWait",
                    "QueueWait", "ThreadJoin")) {
                if (enabled) {
                    recording.enable("jthreading." + name);
                }
            }
            recording.start();
            python(ALL_KINDS_OF_WAITS);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream().filter(event -> event.getEventType().getName().startsWith("jthreading."))
                .toList();
    }

    @Test
    void recordsWhatThreadsWaitForIfARecordingAsksForIt() throws IOException {
        List<RecordedEvent> events = record(true);
        List<RecordedEvent> ofWorker = events.stream().filter(event -> "worker".equals(event.getString("pythonThread"))).toList();
        assertThat(ofWorker).extracting(event -> event.getEventType().getName())
                .startsWith("jthreading.ThreadStart", "jthreading.ContendedAcquire", "jthreading.ContendedAcquire", "jthreading.EventWait",
                        "jthreading.ConditionWait", "jthreading.BarrierWait", "jthreading.QueueWait", "jthreading.EventWait",
                        "jthreading.ThreadEnd");
        RecordedEvent acquire = ofWorker.get(1);
        assertThat(acquire.getString("synchronizer")).startsWith("<threading.Lock 'gate'");
        assertThat(acquire.getBoolean("success")).isTrue();
        assertThat(acquire.getDuration()).isPositive();
        assertThat(ofWorker.get(6).getString("synchronizer")).startsWith("<queue.SimpleQueue 'tasks'");
        assertThat(ofWorker.get(6).getBoolean("success")).isTrue();
        assertThat(ofWorker.get(7).getBoolean("success")).as("the wait with a timeout").isFalse();
        assertThat(ofWorker.get(7).getDuration()).isPositive();
        assertThat(ofWorker).extracting(event -> event.getLong("ident")).containsOnly(python("thread.ident").asLong());
        assertThat(events).extracting(event -> event.getEventType().getName() + " " + event.getString("pythonThread"))
                .contains("jthreading.ThreadJoin MainThread");
    }

    @Test
    void aWaitForAQueueBetweenInterpretersIsOneForAQueue() throws IOException {
        Path file = directory.resolve("queue.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jthreading.QueueWait");
            recording.start();
            python("""
                    from concurrent import interpreters
                    try:
                        interpreters.create_queue().get(timeout=0.05)
                    except interpreters.QueueEmpty:
                        pass
                    """);
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file)).filteredOn(event -> event.getEventType().getName().equals("jthreading.QueueWait"))
                .singleElement().satisfies(event -> assertThat(event.getString("synchronizer")).startsWith("<interpreters.Queue"));
    }

    @Test
    void recordsNothingUnasked() throws IOException {
        assertThat(record(false)).isEmpty();
    }

    @Test
    void javaFindsTheDeadlockOfTwoRLocksAndNamesItsThreads() {
        python("""
                import threading
                a, b, both = threading.RLock(), threading.RLock(), threading.Barrier(2)
                def take(first, second):
                    with first:
                        both.wait()
                        second.acquire()
                for name, first, second in ('one', a, b), ('two', b, a):
                    threading.Thread(target=take, args=(first, second), name=name, daemon=True).start()
                """);
        await().until(() -> ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null);
        ThreadInfo[] deadlocked = ManagementFactory.getThreadMXBean()
                .getThreadInfo(ManagementFactory.getThreadMXBean().findDeadlockedThreads());
        assertThat(deadlocked).extracting(ThreadInfo::getThreadName).containsExactlyInAnyOrder("one", "two");
        assertThat(deadlocked).extracting(ThreadInfo::getLockOwnerName).containsExactlyInAnyOrder("one", "two");
        assertThat(deadlocked).extracting(info -> info.getLockInfo().getClassName()).containsOnly("dev.jthreading.sync.RLock");
    }

    @Test
    void managementBeansCountWhileTheContextIsOpen() throws Exception {
        ObjectName pattern = new ObjectName("dev.jthreading:type=PythonThreads,*");
        Set<ObjectName> before = ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null);
        python("""
                import threading
                event = threading.Event()
                threading.Thread(target=event.wait, name='waiter', daemon=True).start()
                """);
        await().until(() -> ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null).size() == before.size() + 1);
        Set<ObjectName> now = ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null);
        now.removeAll(before);
        PythonThreadsMXBean bean = JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), now.iterator().next(),
                PythonThreadsMXBean.class);
        assertThat(List.of(bean.getLiveThreadCount(), bean.getDaemonThreadCount(), bean.getPeakThreadCount(), bean.getIdleWorkerCount()))
                .containsExactly(2, 1, 1, 0);
        assertThat(bean.getStartedThreadCount()).isEqualTo(1);
        assertThat(List.of(bean.getThreads())).hasSize(2).last().asString().contains("waiter");
        python("event.set()");
        await().until(() -> bean.getLiveThreadCount() == 1 && bean.getLongestWaitNanos() > 0);
        context.close();
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null)).doesNotContainAnyElementsOf(now);
    }

    /** As it happens if another class loader has the library as well. */
    @Test
    void aNameThatIsTakenIsPassedOver() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName pattern = new ObjectName("dev.jthreading:type=PythonThreads,*");
        Set<ObjectName> before = server.queryNames(pattern, null);
        python("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()");
        await().until(() -> server.queryNames(pattern, null).size() == before.size() + 1);
        Set<ObjectName> first = server.queryNames(pattern, null);
        first.removeAll(before);
        long number = Long.parseLong(first.iterator().next().getKeyProperty("context"));
        ObjectName taken = new ObjectName("dev.jthreading:type=PythonThreads,context=" + (number + 1));
        server.registerMBean(new StandardMBean(Runtime.getRuntime()::gc, Runnable.class, true), taken);
        try (Context next = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build()) {
            next.eval("python", "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()");
            await().until(() -> server.isRegistered(new ObjectName("dev.jthreading:type=PythonThreads,context=" + (number + 2))));
        } finally {
            server.unregisterMBean(taken);
        }
    }

    @Test
    void pythonHasTheSameCountsAndDumps() {
        assertThat(python("""
                import jthreading, threading
                thread = threading.Thread(target=int)
                thread.start()
                thread.join()
                jthreading.dump_threads()
                stats = jthreading.stats()
                str([sorted(stats), stats['started'], type(stats['longest_wait']).__name__])
                """).asString())
                .isEqualTo("[['contended_acquires', 'daemon', 'idle_workers', 'live', 'longest_wait', 'peak', 'started'], 1, 'float']");
        String dump = errors.toString(StandardCharsets.UTF_8);
        assertThat(dump).startsWith("Thread \"MainThread\" ident=" + Thread.currentThread().threadId()).contains(" line 5 in <module>")
                .doesNotContain("dump_threads");
        assertThat(dump).as("nothing of Java's").doesNotContain("java.base", "org.graalvm", "com.oracle");
    }

    @Test
    void namesAreForSynchronizersOnly() {
        assertThat(python("""
                import jthreading, threading
                def attempt(function, *args):
                    try:
                        return function(*args)
                    except Exception as error:
                        return f'{type(error).__name__}: {error}'
                lock = threading.Lock()
                str([attempt(jthreading.set_name, 5, 'x'), attempt(jthreading.set_name, lock, 5), attempt(jthreading.name, lock),
                     attempt(jthreading.set_name, lock, 'x'), jthreading.name(lock),
                     attempt(jthreading.set_name, lock, None), jthreading.name(lock),
                     attempt(jthreading.unregister, 10), attempt(jthreading.register, 10000)])
                """).asString()).isEqualTo("['TypeError: a synchronizer of threading is required, not int', "
                + "'TypeError: name must be str or None, not int', None, None, 'x', None, None, False, "
                + "'ValueError: signal number out of range']");
    }
}
