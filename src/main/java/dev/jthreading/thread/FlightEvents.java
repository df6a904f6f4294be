package dev.jthreading.thread;

import dev.jthreading.sync.Barrier;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.Names;
import dev.jthreading.sync.QueuedLock;
import dev.jthreading.sync.Semaphore;
import dev.jthreading.sync.Waiters;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Events of Java Flight Recorder. They are off unless a recording's settings turn them on, each by its name. An event that is off
 * costs one look. A JVM without the recorder has none.
 */
final class FlightEvents {

    private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightEvents() { }

    /** Whether there is a recording. Without one, nothing touches the recorder: to make events known to it takes 0.1 s. */
    private static boolean isRecording() {
        return AVAILABLE && FlightRecorder.isInitialized();
    }

    /** An event of a Python thread. */
    @Enabled(false)
    @Category({"Python", "Threads"})
    abstract static class ThreadEvent extends jdk.jfr.Event {
        @Label("Python Thread")
        @Nullable String pythonThread;

        @Label("Python Ident")
        long ident;
    }

    /** A wait, from its beginning to its end. */
    @StackTrace
    abstract static class WaitEvent extends ThreadEvent {
        @Label("Synchronizer")
        @Nullable String synchronizer;

        @Label("Success")
        @Description("False if the time was up, or the wait was interrupted")
        boolean success;
    }

    @Name("jthreading.ThreadStart")
    @Label("Python Thread Start")
    @StackTrace(false)
    static final class ThreadStart extends ThreadEvent { }

    @Name("jthreading.ThreadEnd")
    @Label("Python Thread End")
    @StackTrace(false)
    static final class ThreadEnd extends ThreadEvent { }

    @Name("jthreading.ContendedAcquire")
    @Label("Contended Acquire")
    @Description("An acquire of a Lock, RLock or Semaphore that had to wait")
    static final class ContendedAcquire extends WaitEvent { }

    @Name("jthreading.ConditionWait")
    @Label("Condition Wait")
    static final class ConditionWait extends WaitEvent { }

    @Name("jthreading.EventWait")
    @Label("Event Wait")
    static final class EventWait extends WaitEvent { }

    @Name("jthreading.BarrierWait")
    @Label("Barrier Wait")
    static final class BarrierWait extends WaitEvent { }

    @Name("jthreading.QueueWait")
    @Label("Queue Wait")
    @Description("A wait for a SimpleQueue, or for a queue or channel between interpreters")
    static final class QueueWait extends WaitEvent { }

    @Name("jthreading.ThreadJoin")
    @Label("Thread Join")
    static final class ThreadJoin extends WaitEvent { }

    /** The event of a wait that begins now; null if it is not to be recorded. */
    static @Nullable WaitEvent beginWait(Object synchronizer) {
        if (!isRecording()) {
            return null;
        }
        WaitEvent event = switch (synchronizer) {
            case QueuedLock lock -> new ContendedAcquire();
            case Semaphore semaphore -> new ContendedAcquire();
            case Event flag -> new EventWait();
            case Barrier barrier -> new BarrierWait();
            case Waiters condition -> new ConditionWait();
            case GuestThread thread -> new ThreadJoin();
            default -> new QueueWait();
        };
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    static void end(WaitEvent event, Object synchronizer, GuestThread thread, boolean success) {
        event.end();
        if (event.shouldCommit()) {
            event.synchronizer = synchronizer.toString();
            event.success = success;
            commit(event, thread);
        }
    }

    static void started(GuestThread thread) {
        if (isRecording()) {
            commitIfEnabled(new ThreadStart(), thread);
        }
    }

    static void ended(GuestThread thread) {
        if (isRecording()) {
            commitIfEnabled(new ThreadEnd(), thread);
        }
    }

    private static void commitIfEnabled(ThreadEvent event, GuestThread thread) {
        if (event.isEnabled()) {
            commit(event, thread);
        }
    }

    private static void commit(ThreadEvent event, GuestThread thread) {
        event.pythonThread = Names.printable(thread.displayName());
        event.ident = thread.ident();
        event.commit();
    }
}
