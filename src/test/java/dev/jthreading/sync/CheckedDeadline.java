package dev.jthreading.sync;

/**
 * A deadline on a clock that the checker controls. Each look at the clock moves it on by a tick. What other threads do
 * between two looks is up to the checker, so it decides what comes before the deadline and what after.
 */
final class CheckedDeadline extends Deadline {

    /** So short that threads which really park do not make the test slow. */
    private static final long TICK_NANOS = 10_000;

    private int looksLeft;

    /** Passes after {@code looks} looks at the clock. */
    CheckedDeadline(int looks) {
        super(true, 0);
        looksLeft = looks;
    }

    /** Never passes, and yet has parks end after a tick: for waits that are interrupted. */
    static CheckedDeadline never() {
        return new CheckedDeadline(Integer.MAX_VALUE);
    }

    @Override
    public long remaining() {
        return looksLeft-- > 0 ? TICK_NANOS : 0;
    }

    /** Returns {@code inTime}, the result of a wait to this deadline; a wait must not give up before the deadline. */
    boolean ended(boolean inTime) {
        if (!inTime && looksLeft > 0) {
            throw new IllegalStateException("the wait ended before its deadline");
        }
        return inTime;
    }
}
