package dev.jthreading.bench.sync;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Round trips between the measured thread and another one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoundTrips {

    /** What is passed to and fro, by jthreading or its peer. */
    public enum Game {
        EVENT, EVENT_PEER, SEMAPHORE, SEMAPHORE_PEER, CONDITION, CONDITION_PEER, BARRIER, BARRIER_PEER;

        private RoundTrip start() {
            return switch (this) {
                case EVENT -> new EventRoundTrip();
                case EVENT_PEER -> new EventRoundTrip.Peer();
                case SEMAPHORE -> new SemaphoreRoundTrip();
                case SEMAPHORE_PEER -> new SemaphoreRoundTrip.Peer();
                case CONDITION -> new ConditionRoundTrip();
                case CONDITION_PEER -> new ConditionRoundTrip.Peer();
                case BARRIER -> new BarrierRound();
                case BARRIER_PEER -> new BarrierRound.Peer();
            };
        }
    }

    /** The game that is played. */
    @Param
    public Game game = Game.EVENT;

    private @Nullable RoundTrip trip;
    private @Nullable Thread follower;

    /** Starts the other thread. */
    @Setup
    public void start() {
        RoundTrip started = game.start();
        trip = started;
        follower = Thread.ofPlatform().daemon().start(() -> follow(started));
    }

    /** Plays until it is interrupted, which the end of the measurement does. */
    private static void follow(RoundTrip trip) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                trip.follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the other thread. */
    @TearDown
    public void end() throws InterruptedException {
        Thread ending = Objects.requireNonNull(follower);
        ending.interrupt();
        ending.join();
    }

    /** There and back. */
    @Benchmark
    public void roundTrip() throws Exception {
        Objects.requireNonNull(trip).lead();
    }
}
