package dev.jthreading.sync;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A point where a fixed number of threads wait for each other (Python's {@code threading.Barrier}). The thread that
 * completes the round gets the barrier back to run an action, and then {@linkplain #trip trips} or breaks it.
 *
 * <p>Each round is a {@link Generation} with waiters of its own, so the next round can fill while the threads of this
 * one are still on their way out. A round ends in two steps. First its outcome is decided, once, by compare-and-set: who
 * trips it, breaks it, resets it or comes too late for it is told by that whether it was the one. Then the state gets a
 * new generation, which whoever finds an outcome does before it goes by it. So nobody can know how a round ended whose
 * barrier does not show it yet.
 */
public final class Barrier {

    /** One round. */
    public static final class Generation {
        private final WaitQueue queue;
        private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.PENDING);

        private Generation(Barrier barrier) {
            queue = new WaitQueue(barrier);
        }

        private boolean isOver() {
            return outcome.get() != Outcome.PENDING;
        }

        private boolean decide(Outcome how) {
            return outcome.compareAndSet(Outcome.PENDING, how);
        }

        /** Waits for the end of the round; false if {@code deadline} came first. */
        private boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
            WaitQueue.Waiter waiter = queue.enqueue();
            if (isOver()) {
                queue.leave(waiter);
                return true;
            }
            return queue.await(waiter, deadline, blocking) || isOver();
        }
    }

    private enum Outcome { PENDING, TRIPPED, BROKEN, RESET }

    private record State(Generation generation, int arrived, boolean broken) { }

    /** A thread's place in a round: {@code index} from 0 in the order of arrival. */
    public record Arrival(Generation generation, int index, boolean last) { }

    private final AtomicReference<State> state = new AtomicReference<>(empty(false));
    private volatile int parties;

    /** A barrier for {@code parties} threads; with less than one nobody can complete a round. */
    public Barrier(int parties) {
        this.parties = parties;
    }

    /** How many threads complete a round. */
    public int parties() {
        return parties;
    }

    /** From the next arrival on so many threads complete a round. */
    public void setParties(int count) {
        parties = count;
    }

    /** How many have arrived in this round. */
    public int waiting() {
        State now = state();
        return now.broken ? 0 : now.arrived;
    }

    public boolean isBroken() {
        return state().broken;
    }

    /**
     * Takes a place in the current round, waiting for the end of a round that is full already (its action may still
     * run). Returns null if the barrier is broken.
     */
    public @Nullable Arrival arrive(Blocking blocking) throws InterruptedException {
        while (true) {
            State now = state();
            if (now.broken) {
                return null;
            }
            if (now.generation.isOver() || isFull(now)) {
                now.generation.await(Deadline.NEVER, blocking);
                settle(now.generation);
            } else if (state.compareAndSet(now, new State(now.generation, now.arrived + 1, false))) {
                return new Arrival(now.generation, now.arrived, now.arrived + 1 == parties);
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

    /** Ends the round of {@code arrival}, the last one, and lets all go; false if it was broken meanwhile. */
    public boolean trip(Arrival arrival) {
        return end(arrival.generation, Outcome.TRIPPED);
    }

    /**
     * Waits for the end of the round. Returns whether it tripped: if not, the barrier is broken, by this thread where
     * {@code deadline} came first. A thread that is interrupted gives its place back.
     */
    public boolean await(Arrival arrival, Deadline deadline, Blocking blocking) throws InterruptedException {
        Generation generation = arrival.generation;
        boolean ended = false;
        try {
            if (!generation.await(deadline, blocking)) {
                end(generation, Outcome.BROKEN);
            }
            settle(generation);
            ended = true;
            return generation.outcome.get() == Outcome.TRIPPED;
        } finally {
            if (!ended) {
                leave(arrival);
            }
        }
    }

    /** Gives the place of {@code arrival} back, as if that thread had not come. */
    public void leave(Arrival arrival) {
        while (true) {
            State now = state();
            if (now.generation != arrival.generation || now.generation.isOver() || now.arrived == 0 || isFull(now)
                    || state.compareAndSet(now, new State(now.generation, now.arrived - 1, false))) {
                return;
            }
        }
    }

    /** Breaks the round of {@code arrival}, if it has not ended. */
    public void breakGeneration(Arrival arrival) {
        end(arrival.generation, Outcome.BROKEN);
    }

    /** Breaks the barrier: those that wait, and those that come, find it broken until it is reset. */
    public void abort() {
        State now = state();
        while (!now.broken && !end(now.generation, Outcome.BROKEN)) {
            now = state();
        }
    }

    /** Starts anew; those that wait find the barrier broken. */
    public void reset() {
        State now = state();
        while (now.broken ? !state.compareAndSet(now, empty(false)) : !end(now.generation, Outcome.RESET)) {
            now = state();
        }
    }

    /** Returns whether it was this that ended the round. */
    private boolean end(Generation generation, Outcome how) {
        boolean decided = generation.decide(how);
        settle(generation);
        if (decided) {
            generation.queue.notifyAllWaiters();
        }
        return decided;
    }

    /** Has the barrier show the end of a round that is over. */
    private void settle(Generation generation) {
        State now = state();
        while (now.generation == generation && !state.compareAndSet(now, empty(generation.outcome.get() == Outcome.BROKEN))) {
            now = state();
        }
    }

    @Override
    public String toString() {
        State now = state();
        return Names.describe("Barrier", this, now.broken ? "broken" : now.arrived + "/" + parties);
    }
}
