package dev.jthreading.sync;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A point where a fixed number of threads wait for each other (Python's {@code threading.Barrier}). The last thread to
 * arrive does not wait: it runs the barrier's action, and then {@linkplain #trip trips} or breaks the barrier.
 */
public final class Barrier {

    /*
     * Implementation note: each round is a Generation with a queue of its own. So the next round can fill while threads of
     * this one are still on their way out. The state names the current generation and counts its arrivals.
     *
     * arrive increments the count by compare-and-set; the count before is the thread's index. The last thread to arrive
     * completes the generation, and then runs the action. A thread that finds the generation full waits for its end, as its
     * action may still run, and then arrives in the next one.
     *
     * A generation ends in two steps. First, one compare-and-set decides its outcome. Then the state gets a new generation.
     *
     *     outcome                            decided by                            the barrier after it
     *     PENDING -> COMPLETE                arrive, by the last thread            full: the action runs
     *                COMPLETE -> TRIPPED     trip, by the last thread              empty
     *     PENDING             -> BROKEN      a timeout                             broken until reset
     *     PENDING or COMPLETE -> BROKEN      abort, or breakGeneration after an    broken until reset
     *                                          action that failed, or abandon
     *     PENDING or COMPLETE -> RESET       reset                                 empty
     *
     * Waiting threads return true for TRIPPED and false for the others. Whoever finds an outcome advances the state before
     * it goes by the outcome. So no thread knows the end of a generation while the barrier still shows it.
     *
     * Timeout against the last arrival: the thread whose deadline has passed tries to decide BROKEN, the last one to arrive
     * tries to decide COMPLETE. If the timeout fails, that thread waits for the outcome as if it had no deadline. So no
     * timeout breaks the barrier while the action runs. CPython runs the action with the barrier's lock held, to the same
     * effect. If the arrival fails, the thread finds the barrier broken and runs no action.
     *
     * Interrupt: an interrupted thread leaves, so the count goes down by one and others may still complete the generation.
     * If the generation is full or over already, the thread stays counted, and the others trip without it.
     *
     * Memory order: a waiter queues, then looks at the outcome. Whoever ends the generation decides, then notifies the
     * queue. At least one of the two sees the other.
     */

    /** One round of the barrier. */
    public static final class Generation {
        private final WaitQueue queue;
        private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.PENDING);
        /** Who arrived last. That thread sets it, and nobody else cares. */
        private @Nullable Thread completer;

        private Generation(Barrier barrier) {
            queue = new WaitQueue(barrier);
        }

        private boolean isOver() {
            Outcome now = outcome.get();
            return now != Outcome.PENDING && now != Outcome.COMPLETE;
        }

        /** Lets no timeout break it any more; returns false if it is over. */
        private boolean complete() {
            boolean completed = outcome.compareAndSet(Outcome.PENDING, Outcome.COMPLETE);
            if (completed) {
                completer = Thread.currentThread();
            }
            return completed;
        }

        private boolean decide(Outcome how) {
            return outcome.compareAndSet(Outcome.PENDING, how) || outcome.compareAndSet(Outcome.COMPLETE, how);
        }

        /** Waits for the outcome; returns false if {@code deadline} passed first. */
        private boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
            Waiter waiter = queue.enqueue();
            if (isOver()) {
                queue.cancel(waiter);
                return true;
            }
            return queue.await(waiter, deadline, blocking) || isOver();
        }
    }

    private enum Outcome { PENDING, COMPLETE, TRIPPED, BROKEN, RESET }

    private record State(Generation generation, int arrived, boolean broken) { }

    /** A thread's place in a generation: {@code index} counts from 0 in the order of arrival. */
    public record Arrival(Generation generation, int index, boolean last) { }

    private final AtomicReference<State> state = new AtomicReference<>(empty(false));
    private volatile int parties;

    /** A barrier for {@code parties} threads. With less than one, no generation is ever complete. */
    public Barrier(int parties) {
        this.parties = parties;
    }

    /** How many threads complete a generation. */
    public int parties() {
        return parties;
    }

    /** Sets how many threads complete a generation, from the next arrival on. */
    public void setParties(int count) {
        parties = count;
    }

    /** How many threads have arrived in the current generation. */
    public int waiting() {
        State now = state();
        return now.broken ? 0 : now.arrived;
    }

    public boolean isBroken() {
        return state().broken;
    }

    /** Takes a place in the current generation, or in the next if that is full. Returns null if the barrier is broken. */
    public @Nullable Arrival arrive(Blocking blocking) throws InterruptedException {
        while (true) {
            State now = state();
            if (now.broken) {
                return null;
            }
            if (now.generation.isOver() || isFull(now)) {
                now.generation.await(Deadline.NEVER, blocking);
                advance(now.generation);
            } else if (state.compareAndSet(now, new State(now.generation, now.arrived + 1, false))) {
                return new Arrival(now.generation, now.arrived, now.arrived + 1 == parties && now.generation.complete());
            }
        }
    }

    private State empty(boolean broken) {
        return new State(new Generation(this), 0, broken);
    }

    private State state() {
        return Objects.requireNonNull(state.get());
    }

    private boolean isFull(State now) {
        return now.arrived > 0 && now.arrived == parties;
    }

    /** Ends the generation of {@code arrival}, the last one, and lets all threads go; returns false if it has ended already. */
    public boolean trip(Arrival arrival) {
        return end(arrival.generation, Outcome.TRIPPED);
    }

    /**
     * Waits for the end of the generation, and returns whether the barrier tripped. If {@code deadline} passes before all have
     * arrived, this thread breaks the barrier. If the thread is interrupted, it leaves.
     */
    public boolean await(Arrival arrival, Deadline deadline, Blocking blocking) throws InterruptedException {
        Generation generation = arrival.generation;
        boolean ended = false;
        try {
            if (!generation.await(deadline, blocking) && !breakByTimeout(generation)) {
                generation.await(Deadline.NEVER, blocking);
            }
            advance(generation);
            ended = true;
            return generation.outcome.get() == Outcome.TRIPPED;
        } finally {
            if (!ended) {
                leave(arrival);
            }
        }
    }

    /** Breaks the barrier, unless all have arrived, or {@code generation} is over; returns whether it did. */
    private boolean breakByTimeout(Generation generation) {
        boolean broken = generation.outcome.compareAndSet(Outcome.PENDING, Outcome.BROKEN);
        if (broken) {
            advance(generation);
            generation.queue.notifyAllWaiters();
        }
        return broken;
    }

    /** Gives up the place of {@code arrival}, as if that thread had not come. */
    public void leave(Arrival arrival) {
        while (true) {
            State now = state();
            if (now.generation != arrival.generation || now.generation.isOver() || now.arrived == 0 || isFull(now)
                    || state.compareAndSet(now, new State(now.generation, now.arrived - 1, false))) {
                return;
            }
        }
    }

    /** Breaks the barrier if the generation of {@code arrival} has not ended. */
    public void breakGeneration(Arrival arrival) {
        end(arrival.generation, Outcome.BROKEN);
    }

    /** Breaks the barrier if it waits for the calling thread, the last one to arrive, which was interrupted before it knew that. */
    public void abandon() {
        Generation now = state().generation;
        if (now.completer == Thread.currentThread()) {
            end(now, Outcome.BROKEN);
        }
    }

    /** Breaks the barrier. Threads that wait, and threads that arrive before the next reset, find it broken. */
    public void abort() {
        State now = state();
        while (!now.broken && !end(now.generation, Outcome.BROKEN)) {
            now = state();
        }
    }

    /** Makes the barrier empty and whole. Threads that wait find it broken. */
    public void reset() {
        State now = state();
        while (now.broken ? !state.compareAndSet(now, empty(false)) : !end(now.generation, Outcome.RESET)) {
            now = state();
        }
    }

    /** Ends {@code generation}; returns false if another thread has decided the outcome before. */
    private boolean end(Generation generation, Outcome how) {
        boolean decided = generation.decide(how);
        advance(generation);
        if (decided) {
            generation.queue.notifyAllWaiters();
        }
        return decided;
    }

    /** Puts a new generation in the place of {@code generation}, which is over, unless another thread has done so. */
    private void advance(Generation generation) {
        State now = state();
        while (now.generation == generation && !state.compareAndSet(now, empty(generation.outcome.get() == Outcome.BROKEN))) {
            now = state();
        }
    }

    @Override
    public String toString() {
        State now = state();
        return Names.describe("threading.Barrier", this, now.broken ? "broken" : now.arrived + "/" + parties);
    }
}
