package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python threads on virtual threads. */
class VirtualThreadTest {

    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final String BLOCK_IN_EACH_PRIMITIVE = """
            import _thread
            import threading
            import queue
            lock, rlock, event, semaphore = threading.Lock(), threading.RLock(), threading.Event(), threading.Semaphore(0)
            condition, barrier, items = threading.Condition(), threading.Barrier(11), queue.Queue()
            simple = queue.SimpleQueue()
            lock.acquire()
            rlock.acquire()
            def wait_for_condition():
                with condition:
                    condition.wait_for(event.is_set)
            def with_timeout():
                while not event.wait(0.001):
                    pass
            def take(a_lock):
                with a_lock:
                    assert _thread._is_virtual()
            waits = [event.wait, with_timeout, semaphore.acquire, wait_for_condition, items.get, simple.get, barrier.wait,
                     lambda: take(lock), lambda: take(rlock)]
            threads = [threading.Thread(target=wait) for wait in waits for _ in range(10)]
            for thread in threads: thread.start()
            joiners = [threading.Thread(target=thread.join) for thread in threads]
            for thread in joiners: thread.start()
            threading.Event().wait(0.1)
            lock.release()
            rlock.release()
            event.set()
            semaphore.release(10)
            with condition: condition.notify_all()
            for _ in range(10):
                items.put(None)
                simple.put(None)
            barrier.wait()
            for thread in joiners: thread.join()
            """;

    @Test
    void noCarrierIsPinnedByAWait(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
            recording.start();
            try (Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true")
                    .option("jthreading.VirtualThreads", "true").build()) {
                context.eval("python", BLOCK_IN_EACH_PRIMITIVE);
            }
            recording.dump(file);
        }
        List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream().filter(VirtualThreadTest::isWaitOfOurs).toList();
        assertThat(pinned).isEmpty();
    }

    /** The JVM's own locks, around the loading of a class, are none of the primitives' waits. */
    private static boolean isWaitOfOurs(RecordedEvent event) {
        return event.getEventType().getName().equals(PINNED) && "LockSupport.park".equals(event.getString("blockingOperation"))
                && event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("dev.jthreading.sync."));
    }
}
