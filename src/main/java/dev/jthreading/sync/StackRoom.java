package dev.jthreading.sync;

/**
 * Room on the stack of the calling thread. At its end each call may fail, also one that gives back what was taken, so whoever
 * takes something that must be given back makes sure of that room before.
 */
public final class StackRoom {

    /** A hundred bytes each, compiled, and twice as much interpreted: ample for a few calls of Python's. */
    private static final int LEVELS = 1024;

    private StackRoom() { }

    /**
     * Returns if there is room for an operation that must not be cut short.
     *
     * @throws StackOverflowError if there is not
     */
    public static void require() {
        if (descend(LEVELS, 1, 2, 3, 4, 5) == 0) {
            throw new AssertionError("the sum of what goes down with each level is positive");
        }
    }

    /** The arguments are needed after the call, so that each level keeps them on the stack. */
    private static long descend(int level, long a, long b, long c, long d, long e) {
        return level == 0 ? 1 : descend(level - 1, b, c, d, e, a) + (a | 1) + (b & 1) + (c & 1) + (d & 1) + (e & 1);
    }
}
