package dev.jthreading.sync;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A point where a fixed number of threads wait for each other (Python's {@code threading.Barrier}). The thread that
 * completes the round gets the barrier back to run an action, and then {@linkplain #trip trips} or breaks it.
 *
 * <p>Each round is a {@link Generation} with waiters of its own, so the next round can fill while the threads of this
 * one are still on their way out. All state is one immutable reference, changed by compare-and-set.
 */
public final class Barrier {

    /** One round. */
    public static final class Generation {
        private final WaitQueue queue;
        private volatile Outcome outcome = Outcome.PENDING;

        private Generation(Barrier barrier) {
            queue = new WaitQueue(barrier);
        }

        private void end(Outcome how) {
            outcome = how;
            queue.notifyAllWaiters();
        }

        /** Waits for the end of the round; false if {@code deadline} came first. */
        private boolean await(Deadline deadline, Blocking blocking) throws InterruptedException {
            WaitQueue.Waiter waiter = queue.enqueue();
            if (outcome != Outcome.PENDING) {
                queue.leave(waiter);
                return true;
            }
            return queue.await(waiter, deadline, blocking) || outcome != Outcome.PENDING;
        }
    }

    private enum Outcome { PENDING, TRIPPED, BROKEN }

    private record State(Generation generation, int arrived, boolean broken) { }

    /** A thread's place in a round: {@code index} from 0 in the order of arrival. */
    public record Arrival(Generation generation, int index, boolean last) { }

    private final int parties;
    private final AtomicReference<State> state = new AtomicReference<>(empty(false));

    /** A barrier for {@code parties} threads; with less than one nobody can complete a round. */
    public Barrier(int parties) {
        this.parties = parties;
    }

    public int parties() {
        return parties;
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
            if (isFull(now)) {
                now.generation.await(Deadline.NEVER, blocking);
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
        return replace(arrival.generation, Outcome.TRIPPED);
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
                breakRound(generation);
            }
            ended = true;
            return generation.outcome == Outcome.TRIPPED;
        } finally {
            if (!ended) {
                giveBack(generation);
            }
        }
    }

    /** Gives the place of {@code arrival} back, as if that thread had not come. */
    public void leave(Arrival arrival) {
        giveBack(arrival.generation);
    }

    private void giveBack(Generation generation) {
        while (true) {
            State now = state();
            if (now.generation != generation || now.broken || now.arrived == 0 || isFull(now)
                    || state.compareAndSet(now, new State(generation, now.arrived - 1, false))) {
                return;
            }
        }
    }

    /** Breaks the round of {@code arrival}, if it has not ended. */
    public void breakRound(Arrival arrival) {
        breakRound(arrival.generation);
    }

    private void breakRound(Generation generation) {
        replace(generation, Outcome.BROKEN);
    }

    /** Breaks the barrier: those that wait, and those that come, find it broken until it is reset. */
    public void abort() {
        renew(true);
    }

    /** Starts anew; those that wait find the barrier broken. */
    public void reset() {
        renew(false);
    }

    private void renew(boolean broken) {
        State before = Objects.requireNonNull(state.getAndSet(empty(broken)));
        before.generation.end(Outcome.BROKEN);
    }

    private boolean replace(Generation generation, Outcome how) {
        while (true) {
            State now = state();
            if (now.generation != generation) {
                return false;
            }
            if (state.compareAndSet(now, empty(how == Outcome.BROKEN))) {
                generation.end(how);
                return true;
            }
        }
    }

    @Override
    public String toString() {
        State now = state();
        return Names.describe("Barrier", this, now.broken ? "broken" : now.arrived + "/" + parties);
    }
}
