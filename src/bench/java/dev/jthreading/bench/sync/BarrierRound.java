package dev.jthreading.bench.sync;

import dev.jthreading.sync.Barrier;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** A barrier for two: both threads do the same. */
final class BarrierRound implements RoundTrip {

    private final Barrier barrier = new Barrier(2);

    @Override
    public void lead() throws InterruptedException {
        Barrier.Arrival arrival = Objects.requireNonNull(barrier.arrive(Blocking.JAVA));
        if (arrival.last()) {
            barrier.trip(arrival);
        } else {
            barrier.await(arrival, Deadline.NEVER, Blocking.JAVA);
        }
    }

    @Override
    public void follow() throws InterruptedException {
        lead();
    }

    /** The same in {@code java.util.concurrent}. */
    static final class Peer implements RoundTrip {

        private final CyclicBarrier barrier = new CyclicBarrier(2);

        @Override
        public void lead() throws InterruptedException, BrokenBarrierException {
            barrier.await();
        }

        @Override
        public void follow() throws InterruptedException, BrokenBarrierException {
            lead();
        }
    }
}
