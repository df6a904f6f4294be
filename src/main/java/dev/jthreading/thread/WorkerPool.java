package dev.jthreading.thread;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workers of one context, what runs on them, and which of them are idle. The note on how workers are kept is in {@link Worker}. */
final class WorkerPool {

    /** How long a worker stays idle before it ends. */
    static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int FIRST_LEAVING_LIMIT = 64;
    private static final ConcurrentLinkedDeque<Worker> NO_WORKERS = new ConcurrentLinkedDeque<>();

    private final Map<Worker.Kind, ConcurrentLinkedDeque<Worker>> idle = new ConcurrentHashMap<>();
    /** One permit for each worker that may yet become idle. */
    private final Semaphore room = new Semaphore(0);
    private volatile int maxIdle;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    /** Java threads that have no more work, but may not have left the context yet. */
    private final Set<Thread> leaving = ConcurrentHashMap.newKeySet();
    /** With more threads it is time to look which have ended. */
    private volatile int leavingLimit = FIRST_LEAVING_LIMIT;
    private final Set<GuestThread> live = ConcurrentHashMap.newKeySet();
    private final LongAdder endedUnbegun = new LongAdder();
    private volatile boolean closed;

    /** Keeps at most so many workers that are idle; with 0, as before this call, every guest thread has a Java thread of its own. */
    void keepIdle(int most) {
        maxIdle = most;
        room.release(most);
    }

    /** Guest threads that run. */
    Set<GuestThread> live() {
        return live;
    }

    /** How many workers are idle. */
    int idle() {
        return maxIdle - room.availablePermits();
    }

    /** A worker whose Java thread is about to start. */
    void started(Worker worker) {
        workers.add(worker);
    }

    /** The Java threads of all workers: busy, idle, and on their way out. */
    Stream<Thread> threads() {
        // In this order: a thread that goes from the first set to the second meanwhile is seen twice. In the other it might not be seen.
        return Stream.concat(workers.stream().map(worker -> worker.javaThread().thread()), Stream.of(leaving).flatMap(Set::stream));
    }

    /** Takes out the worker of that kind which has been idle for the shortest time, of those that are free; null if there is none. */
    @Nullable Worker take(Worker.Kind kind) {
        return take(idle.getOrDefault(kind, NO_WORKERS).iterator(), Worker::isFree);
    }

    /** Takes out the worker of that kind which has been idle for the longest time, free or not; null if there is none. */
    @Nullable Worker takeReserved(Worker.Kind kind) {
        return take(idle.getOrDefault(kind, NO_WORKERS).descendingIterator(), worker -> true);
    }

    private @Nullable Worker take(Iterator<Worker> candidates, Predicate<Worker> accepted) {
        while (candidates.hasNext()) {
            Worker worker = candidates.next();
            if (accepted.test(worker) && remove(worker)) {
                return worker;
            }
        }
        return null;
    }

    /** Makes {@code worker} idle, if need be in the place of one of another kind. Returns false if it has to end instead. */
    boolean add(Worker worker) {
        if (closed || !(room.tryAcquire() || (endOneNotOf(worker.kind()) && room.tryAcquire()))) {
            return false;
        }
        idle.computeIfAbsent(worker.kind(), kind -> new ConcurrentLinkedDeque<>()).addFirst(worker);
        // Closed meanwhile: the one that takes it out, this thread or the one that closes, tells it to end.
        return !closed || !remove(worker);
    }

    /** Workers of a kind that a program no longer needs must not keep workers of the kind that it needs now from being idle. */
    private boolean endOneNotOf(Worker.Kind kind) {
        for (Worker.Kind other : idle.keySet()) {
            Worker worker = other.equals(kind) ? null : takeReserved(other);
            if (worker != null) {
                worker.end();
                return true;
            }
        }
        return false;
    }

    /** Takes out {@code worker} itself; returns false if another thread did, which has a task for it. */
    boolean remove(Worker worker) {
        boolean removed = idle.getOrDefault(worker.kind(), NO_WORKERS).remove(worker);
        if (removed) {
            room.release();
        }
        return removed;
    }

    /** From now on no worker stays idle. */
    void close() {
        closed = true;
        for (ConcurrentLinkedDeque<Worker> ofKind : idle.values()) {
            for (Worker worker : ofKind) {
                if (remove(worker)) {
                    worker.end();
                }
            }
        }
    }

    /** The thread has run to its end. */
    void ended(GuestThread guest) {
        live.remove(guest);
        guest.finish();
    }

    /** The thread has ended before it began, so that nothing of Python's knows. */
    void endedUnbegun(GuestThread guest) {
        ended(guest);
        endedUnbegun.increment();
    }

    /** How many have. */
    long endedUnbegun() {
        return endedUnbegun.sum();
    }

    /** The worker's Java thread ends, or does not start. */
    void gone(Worker worker) {
        leaving.add(worker.javaThread().thread());
        workers.remove(worker);
        if (leaving.size() > leavingLimit) {
            leaving.removeIf(thread -> !thread.isAlive());
            leavingLimit = Math.max(FIRST_LEAVING_LIMIT, 2 * leaving.size());
        }
    }
}
