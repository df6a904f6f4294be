package dev.jthreading.bench.sync;

/** One player's part in a game of two: its steps alternate with the other player's. */
interface RoundTrip {

    /** What the measured thread does: passes the turn on and waits until it comes back. */
    void lead() throws Exception;

    /** What the other thread does: waits for the turn and passes it back. */
    void follow() throws Exception;
}
