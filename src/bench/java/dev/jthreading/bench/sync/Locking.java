package dev.jthreading.bench.sync;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Lock;
import dev.jthreading.sync.RLock;
import dev.jthreading.sync.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Taking and giving back what one thread has for itself, or all threads of the benchmark want. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Locking {

    private final Lock lock = new Lock();
    private final RLock rlock = new RLock();
    private final ReentrantLock reentrantLock = new ReentrantLock();
    private final Semaphore semaphore = new Semaphore(1, Long.MAX_VALUE);
    private final java.util.concurrent.Semaphore javaSemaphore = new java.util.concurrent.Semaphore(1);

    /** As Python code takes a lock: at once if that can be, else by waiting. */
    @Benchmark
    public boolean lock() throws InterruptedException {
        return (lock.tryAcquire() || lock.acquire(Deadline.NEVER, Blocking.JAVA)) && lock.release();
    }

    /** The peer of {@link #lock}. */
    @Benchmark
    public void lockPeer() throws InterruptedException {
        javaLock();
    }

    /** The lock that knows its owner. */
    @Benchmark
    public boolean rlock() throws InterruptedException {
        return (rlock.tryAcquire() || rlock.acquire(Deadline.NEVER, Blocking.JAVA)) && rlock.release();
    }

    /** The peer of {@link #rlock}. */
    @Benchmark
    public void rlockPeer() throws InterruptedException {
        javaLock();
    }

    private void javaLock() throws InterruptedException {
        reentrantLock.lockInterruptibly();
        reentrantLock.unlock();
    }

    /** One permit. */
    @Benchmark
    public boolean semaphore() throws InterruptedException {
        return (semaphore.tryAcquire() || semaphore.acquire(Deadline.NEVER, Blocking.JAVA)) && semaphore.release(1);
    }

    /** The peer of {@link #semaphore}. */
    @Benchmark
    public void semaphorePeer() throws InterruptedException {
        javaSemaphore.acquire();
        javaSemaphore.release();
    }
}
