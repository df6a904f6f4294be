package dev.jthreading.language;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.jthreading.PythonThread;
import dev.jthreading.PythonThreadsMXBean;
import dev.jthreading.ThreadStatistics;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Shows one context's counts to management tools. */
final class ManagementBean implements PythonThreadsMXBean {

    private static final AtomicLong CONTEXTS = new AtomicLong();

    private final Supplier<ThreadStatistics> statistics;
    private final Supplier<List<PythonThread>> threads;
    private final ObjectName name;
    @GuardedBy("this")
    private boolean registered;
    @GuardedBy("this")
    private boolean closed;

    ManagementBean(Supplier<ThreadStatistics> statistics, Supplier<List<PythonThread>> threads) {
        this.statistics = statistics;
        this.threads = threads;
        try {
            this.name = new ObjectName("dev.jthreading:type=PythonThreads,context=" + CONTEXTS.incrementAndGet());
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void register() {
        if (!registered && !closed) {
            registered = change(server -> server.registerMBean(this, name));
        }
    }

    synchronized void unregister() {
        closed = true;
        if (registered) {
            registered = !change(server -> server.unregisterMBean(name));
        }
    }

    @FunctionalInterface
    private interface Change {
        void make(MBeanServer server) throws JMException;
    }

    /** A JVM may be without management, or not allow this to be part of it: threads work without. */
    private static boolean change(Change change) {
        try {
            change.make(ManagementFactory.getPlatformMBeanServer());
            return true;
        } catch (JMException | SecurityException refused) {
            return false;
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
