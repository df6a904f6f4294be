package dev.jthreading.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;

/** The process of {@link SoakIT}: arguments are seconds of load, seconds between samples, and the file for the samples. */
final class SoakMain {

    private static final int CLIENTS = 4;
    private static final int COLLECTIONS = 2;
    private static final double BYTES_PER_MEGABYTE = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double HIGH = 0.99;
    /** Every kind of load leaves processor time to the others: a service that is late because of full processors tells nothing. */
    private static final int CLIENT_PAUSE = 100;
    private static final int KILL_PAUSE = 1000;
    private static final int SHARED_PAUSE = 500;
    private static final int ALONE_PAUSE = 10_000;
    private static final int CHURN_PAUSE = 200;

    private final long seconds;
    private final long interval;
    private final Workers workers = new Workers();
    private final Latencies latencies = new Latencies();
    private final AtomicInteger item = new AtomicInteger();

    private SoakMain(long seconds, long interval) {
        this.seconds = seconds;
        this.interval = interval;
    }

    /** Does not exit: the process ends with its last thread, so that a thread that is left keeps it. */
    public static void main(String[] arguments) throws Exception {
        new SoakMain(Long.parseLong(arguments[0]), Long.parseLong(arguments[1])).run(Path.of(arguments[2]));
    }

    private void run(Path file) throws Exception {
        try (Service service = new Service(); Engine engine = Engine.create("python");
                Context churn = Contexts.open(engine, false); Context virtual = Contexts.open(engine, true)) {
            for (int i = 0; i < CLIENTS; i++) {
                workers.start(Load.REQUESTS, CLIENT_PAUSE, () -> request(service));
            }
            workers.start(Load.KILLS, KILL_PAUSE, service::kill);
            workers.start(Load.SHARED_CYCLES, SHARED_PAUSE, () -> Contexts.cycle(engine));
            workers.start(Load.ALONE_CYCLES, ALONE_PAUSE, () -> Contexts.cycle(null));
            workers.start(Load.THREADS, CHURN_PAUSE, () -> Contexts.churn(churn));
            workers.start(Load.VIRTUAL_THREADS, CHURN_PAUSE, () -> Contexts.churn(virtual));
            sample(file);
            workers.stop();
        }
        if (workers.failed()) {
            throw new IllegalStateException("a load has failed");
        }
    }

    private int request(Service service) throws IOException, InterruptedException {
        long start = System.nanoTime();
        service.request(item.getAndIncrement());
        latencies.add(System.nanoTime() - start);
        return 1;
    }

    private void sample(Path file) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(Sample.header() + "\n");
            double elapsed;
            do {
                TimeUnit.SECONDS.sleep(interval);
                elapsed = (System.nanoTime() - start) / NANOS_PER_SECOND;
                writer.write(sample(elapsed).line() + "\n");
                writer.flush();
            } while ((elapsed < seconds || workers.operations().contains(0L)) && !workers.failed());
        }
    }

    private Sample sample(double elapsed) throws InterruptedException {
        double[] quantiles = latencies.take(0.5, HIGH);
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double files = system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
        return new Sample(elapsed, heap(), ManagementFactory.getThreadMXBean().getThreadCount(), files, quantiles[0], quantiles[1],
                workers.operations());
    }

    /** The least of two collections, as a context that is open for a moment is not what is looked for. */
    private static double heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(CLIENT_PAUSE);
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least / BYTES_PER_MEGABYTE;
    }
}
