package dev.jthreading.sync;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A barrier of two or three parties, all but one of which have arrived, and what its threads do. */
abstract class Meeting {

    static final String TRIPPED = "tripped";
    static final String BROKEN = "broken";

    final Barrier barrier;
    /** The place of a thread that waits; null if nobody has arrived yet. */
    final Barrier.@Nullable Arrival waiting;
    /** The place of a second thread that waits at a barrier of three; the same one if there are two. */
    final Barrier.@Nullable Arrival second;

    /** Of {@code parties} threads, {@code arrived} have arrived. */
    Meeting(int parties, int arrived) {
        barrier = new Barrier(parties);
        waiting = arrived > 0 ? arrive() : null;
        second = arrived > 1 ? arrive() : waiting;
    }

    /** Arrives at a generation that is not complete, which does not wait. */
    final Barrier.@Nullable Arrival arrive() {
        try {
            return barrier.arrive(Blocking.JAVA);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits in the place {@code arrival}, without end or as {@code blocking} says. */
    final String await(Barrier.@Nullable Arrival arrival, Blocking blocking) {
        return named(Waits.outcome(limit -> barrier.await(Objects.requireNonNull(arrival), limit, blocking)));
    }

    /** Comes as one of the parties, whether the last one or not. */
    final String meet() {
        Barrier.Arrival arrival = arrive();
        if (arrival == null) {
            return BROKEN;
        }
        return arrival.last() ? trip(arrival) : await(arrival, Waits.any());
    }

    /** Comes as the last one. Goes again if the others have gone. */
    final String meetOrLeave() {
        Barrier.Arrival arrival = arrive();
        if (arrival == null) {
            return BROKEN;
        }
        if (arrival.last()) {
            return trip(arrival);
        }
        if (arrival.index() + 1 == barrier.parties()) {
            // A timeout, an abort or a reset was faster: this is not the last one of a complete generation.
            return await(arrival, Waits.any());
        }
        barrier.leave(arrival);
        return "alone";
    }

    final String trip(Barrier.@Nullable Arrival arrival) {
        return barrier.trip(Objects.requireNonNull(arrival)) ? TRIPPED : BROKEN;
    }

    /** How a wait ended that another thread began, if the generation has ended. */
    final String endOf(Barrier.@Nullable Arrival arrival) {
        return await(arrival, Waits.any());
    }

    /** What the barrier shows now. */
    final String state() {
        return (barrier.isBroken() ? "broken " : "whole ") + barrier.waiting();
    }

    private static String named(String outcome) {
        return switch (outcome) {
            case Waits.YES -> TRIPPED;
            case Waits.NO -> BROKEN;
            default -> outcome;
        };
    }
}
