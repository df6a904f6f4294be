package dev.jthreading.language;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.jthreading.PythonThread;
import dev.jthreading.PythonThreadsMXBean;
import dev.jthreading.ThreadStatistics;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Shows one context's counts to management tools. */
final class ManagementBean implements PythonThreadsMXBean {

    private static final AtomicLong CONTEXTS = new AtomicLong();

    private final Supplier<ThreadStatistics> statistics;
    private final Supplier<List<PythonThread>> threads;
    /** Under which it is registered. */
    @GuardedBy("this")
    private @Nullable ObjectName name;
    @GuardedBy("this")
    private boolean closed;

    ManagementBean(Supplier<ThreadStatistics> statistics, Supplier<List<PythonThread>> threads) {
        this.statistics = statistics;
        this.threads = threads;
    }

    synchronized void register() {
        if (name == null && !closed) {
            change(this::register);
        }
    }

    /** Another class loader may have this library too, which counts for itself. */
    private synchronized void register(MBeanServer server) throws JMException {
        while (name == null) {
            ObjectName next = new ObjectName("dev.jthreading:type=PythonThreads,context=" + CONTEXTS.incrementAndGet());
            try {
                server.registerMBean(this, next);
                name = next;
            } catch (InstanceAlreadyExistsException taken) {
                // There are more.
            }
        }
    }

    synchronized void unregister() {
        closed = true;
        ObjectName registered = name;
        if (registered != null) {
            change(server -> server.unregisterMBean(registered));
        }
    }

    @FunctionalInterface
    private interface Change {
        void make(MBeanServer server) throws JMException;
    }

    /** A JVM may be without management, or not allow this to be part of it: threads work without. */
    private static void change(Change change) {
        try {
            change.make(ManagementFactory.getPlatformMBeanServer());
        } catch (JMException | SecurityException refused) {
            // As well.
        }
    }

    @Override
    public int getLiveThreadCount() {
        return statistics.get().live();
    }

    @Override
    public int getDaemonThreadCount() {
        return statistics.get().daemon();
    }

    @Override
    public long getStartedThreadCount() {
        return statistics.get().started();
    }

    @Override
    public int getPeakThreadCount() {
        return statistics.get().peak();
    }

    @Override
    public int getIdleWorkerCount() {
        return statistics.get().idleWorkers();
    }

    @Override
    public long getContendedAcquireCount() {
        return statistics.get().contendedAcquires();
    }

    @Override
    public long getLongestWaitNanos() {
        return statistics.get().longestWait().toNanos();
    }

    @Override
    public String[] getThreads() {
        return threads.get().stream().map(PythonThread::toString).toArray(String[]::new);
    }
}
