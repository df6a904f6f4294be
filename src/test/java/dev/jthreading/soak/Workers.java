package dev.jthreading.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Java threads that each do one thing again and again, until they are told to end. */
final class Workers {

    private final Map<Load, LongAdder> done = new EnumMap<>(Load.class);
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);

    Workers() {
        Stream.of(Load.values()).forEach(load -> done.put(load, new LongAdder()));
    }

    /** One step of a load. */
    interface Step {
        int run() throws Exception;
    }

    /** Repeats a step with a pause after each. */
    void start(Load load, long pauseMillis, Step step) {
        threads.add(Thread.ofPlatform().name("soak " + load).start(() -> repeat(load, pauseMillis, step)));
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private void repeat(Load load, long pauseMillis, Step step) {
        try {
            do {
                counter(load).add(step.run());
            } while (!end.await(pauseMillis, TimeUnit.MILLISECONDS));
        } catch (Throwable failure) {
            failure.printStackTrace();
            failures.add(failure);
        }
    }

    private LongAdder counter(Load load) {
        return Objects.requireNonNull(done.get(load));
    }

    List<Long> operations() {
        return Stream.of(Load.values()).map(load -> counter(load).sum()).toList();
    }

    boolean failed() {
        return !failures.isEmpty();
    }

    /** Ends all after the step that each is in. */
    void stop() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
