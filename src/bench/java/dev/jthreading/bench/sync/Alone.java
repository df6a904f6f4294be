package dev.jthreading.bench.sync;

import dev.jthreading.sync.Barrier;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Condition;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.RLock;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a thread signals to nobody, and waits for in vain of others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Alone {

    private final RLock lock = new RLock();
    private final Condition condition = new Condition(lock);
    private final ReentrantLock javaLock = new ReentrantLock();
    private final java.util.concurrent.locks.Condition javaCondition = javaLock.newCondition();
    private final Barrier barrier = new Barrier(1);
    private final CyclicBarrier javaBarrier = new CyclicBarrier(1);

    /** A condition that nobody waits for, under its lock. */
    @Benchmark
    public void conditionNotify() {
        lock.tryAcquire();
        try {
            condition.notify(1);
        } finally {
            lock.release();
        }
    }

    /** The peer of {@link #conditionNotify}. */
    @Benchmark
    public void conditionNotifyPeer() {
        javaLock.lock();
        try {
            javaCondition.signal();
        } finally {
            javaLock.unlock();
        }
    }

    /** An event that is set before it is waited for. A latch serves once, so both are made anew. */
    @Benchmark
    public boolean eventSetWait() throws InterruptedException {
        Event event = new Event();
        event.set();
        return event.await(Deadline.NEVER, Blocking.JAVA);
    }

    /** The peer of {@link #eventSetWait}. */
    @Benchmark
    public void eventSetWaitPeer() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        latch.countDown();
        latch.await();
    }

    /** A barrier for one. */
    @Benchmark
    public boolean barrierWait() throws InterruptedException {
        return barrier.trip(Objects.requireNonNull(barrier.arrive(Blocking.JAVA)));
    }

    /** The peer of {@link #barrierWait}. */
    @Benchmark
    public int barrierWaitPeer() throws InterruptedException, BrokenBarrierException {
        return javaBarrier.await();
    }
}
