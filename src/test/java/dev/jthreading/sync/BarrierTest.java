package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.sync.Threads.Running;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.CyclicBarrier;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BarrierTest {

    private static final int BROKEN = -1;

    private final Barrier barrier = new Barrier(3);

    private int meet(Deadline deadline) throws InterruptedException {
        Barrier.Arrival arrival = barrier.arrive(Blocking.JAVA);
        if (arrival == null) {
            return BROKEN;
        }
        boolean tripped = arrival.last() ? barrier.trip(arrival) : barrier.await(arrival, deadline, Blocking.JAVA);
        return tripped ? arrival.index() : BROKEN;
    }

    private List<Running<Integer>> meeting(int count) {
        List<Running<Integer>> meeting = Threads.start(count, () -> meet(Deadline.NEVER));
        meeting.forEach(Running::parked);
        Threads.until(() -> barrier.waiting() == count);
        return meeting;
    }

    @Test
    void givesEachThreadItsIndex() throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            List<Running<Integer>> meeting = Threads.start(3, () -> meet(Deadline.NEVER));
            assertThat(Threads.results(meeting)).containsExactlyInAnyOrder(0, 1, 2);
        }
        assertThat(barrier.waiting()).isZero();
    }

    @Test
    void generationsFollowEachOther() throws InterruptedException {
        List<Running<Integer>> meeting = Threads.start(3, () -> {
            int sum = 0;
            for (int round = 0; round < 2_000; round++) {
                sum += meet(Deadline.NEVER);
            }
            return sum;
        });
        assertThat(Threads.results(meeting).stream().mapToInt(Integer::intValue).sum()).isEqualTo(2_000 * 3);
    }

    @Test
    void abortBreaksItForWaitingAndArrivingThreads() throws InterruptedException {
        List<Running<Integer>> meeting = meeting(2);
        barrier.abort();
        assertThat(Threads.results(meeting)).containsOnly(BROKEN);
        assertThat(barrier.isBroken()).isTrue();
        assertThat(meet(Deadline.NEVER)).isEqualTo(BROKEN);
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
    }

    @Test
    void resetBreaksOneGenerationOnly() throws InterruptedException {
        List<Running<Integer>> meeting = meeting(2);
        barrier.reset();
        assertThat(Threads.results(meeting)).containsOnly(BROKEN);
        assertThat(barrier.isBroken()).isFalse();
        assertThat(barrier.waiting()).isZero();
    }

    @Test
    void aTimeoutBreaksItForAll() throws InterruptedException {
        List<Running<Integer>> meeting = meeting(1);
        assertThat(meet(Deadline.after(TimeUnit.MILLISECONDS.toNanos(5)))).isEqualTo(BROKEN);
        assertThat(Threads.results(meeting)).containsOnly(BROKEN);
        assertThat(barrier.isBroken()).isTrue();
    }

    @Test
    void anInterruptedThreadLeaves() throws InterruptedException {
        Running<Boolean> interrupted = Threads.start(() -> {
            assertThatThrownBy(() -> meet(Deadline.NEVER)).isInstanceOf(InterruptedException.class);
            return true;
        }).parked();
        interrupted.thread().interrupt();
        interrupted.get();
        assertThat(barrier.waiting()).isZero();
        assertThat(barrier.isBroken()).isFalse();
    }

    @Test
    void aThreadThatArrivesDuringTheActionBelongsToTheNextGeneration() throws InterruptedException {
        List<Running<Integer>> meeting = meeting(2);
        Barrier.Arrival last = Objects.requireNonNull(barrier.arrive(Blocking.JAVA));
        assertThat(last.last()).isTrue();
        Running<Integer> early = Threads.start(() -> meet(Deadline.NEVER)).parked();
        assertThat(barrier.trip(last)).isTrue();
        assertThat(Threads.results(meeting)).containsExactlyInAnyOrder(0, 1);
        Threads.until(() -> barrier.waiting() == 1);
        barrier.abort();
        assertThat(early.get()).isEqualTo(BROKEN);
    }

    @Test
    void aFailedActionBreaksTheBarrier() throws InterruptedException {
        List<Running<Integer>> meeting = meeting(2);
        Barrier.Arrival last = Objects.requireNonNull(barrier.arrive(Blocking.JAVA));
        barrier.breakGeneration(last);
        assertThat(Threads.results(meeting)).containsOnly(BROKEN);
        assertThat(barrier.isBroken()).isTrue();
        assertThat(barrier.trip(last)).isFalse();
    }

    @Test
    void theLastOneThatIsInterruptedBeforeItKnowsBreaksTheBarrier() throws InterruptedException {
        List<Running<Integer>> meeting = meeting(2);
        barrier.abandon();
        assertThat(barrier.waiting()).isEqualTo(2);
        barrier.arrive(Blocking.JAVA);
        Threads.start(() -> {
            // Another thread's.
            barrier.abandon();
            return true;
        }).get();
        assertThat(barrier.isBroken()).isFalse();
        barrier.abandon();
        assertThat(Threads.results(meeting)).containsOnly(BROKEN);
        assertThat(barrier.isBroken()).isTrue();
    }

    /** As in CPython, where the action runs with the barrier's lock held, and a timeout needs that lock. */
    @Test
    void aTimeoutDuringTheActionWaitsForItsEnd() throws InterruptedException {
        Barrier two = new Barrier(2);
        Barrier.Arrival first = Objects.requireNonNull(two.arrive(Blocking.JAVA));
        Barrier.Arrival last = Objects.requireNonNull(two.arrive(Blocking.JAVA));
        Running<Boolean> late = Threads.start(() -> two.await(first, Deadline.after(0), Blocking.JAVA)).parked();
        assertThat(two.trip(last)).isTrue();
        assertThat(late.get()).isTrue();
        assertThat(two.isBroken()).isFalse();
    }

    /** The one that comes last finds the barrier broken: it is not to run the action. */
    @Test
    void anArrivalAfterTheTimeoutCompletesNothing() throws InterruptedException {
        Barrier two = new Barrier(2);
        Barrier.Arrival first = Objects.requireNonNull(two.arrive(Blocking.JAVA));
        assertThat(two.await(first, Deadline.after(0), Blocking.JAVA)).isFalse();
        assertThat(two.arrive(Blocking.JAVA)).isNull();
    }

    /** Whichever comes first, a timed out thread and the last one to arrive see the same outcome. */
    @Test
    void aTimeoutAndTheLastArrivalAgree() throws Exception {
        int rounds = 20_000;
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicReference<Barrier> shared = new AtomicReference<>();
        AtomicReference<Barrier.Arrival> waiting = new AtomicReference<>();
        Running<List<Boolean>> timedOut = Threads.start(() -> {
            List<Boolean> outcomes = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                together.await();
                Barrier two = Objects.requireNonNull(shared.get());
                outcomes.add(two.await(Objects.requireNonNull(waiting.get()), Deadline.after(0), Blocking.JAVA));
                together.await();
            }
            return outcomes;
        });
        List<Boolean> tripped = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Barrier two = new Barrier(2);
            shared.set(two);
            waiting.set(two.arrive(Blocking.JAVA));
            together.await();
            Barrier.Arrival last = two.arrive(Blocking.JAVA);
            tripped.add(last != null && (last.last() ? two.trip(last) : two.await(last, Deadline.NEVER, Blocking.JAVA)));
            together.await();
            assertThat(two.isBroken()).isEqualTo(!tripped.getLast());
        }
        assertThat(timedOut.get()).isEqualTo(tripped);
    }

    @Test
    void partiesMayChangeBeforeTheNextArrival() throws InterruptedException {
        barrier.setParties(1);
        assertThat(meet(Deadline.NEVER)).isZero();
    }
}
