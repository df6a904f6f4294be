package dev.jthreading.sync;

/** A moment up to which a thread is willing to wait; computed once, so that an interrupted wait resumes with the time left. */
public final class Deadline {

    /** A wait without end. */
    public static final Deadline NEVER = new Deadline(false, 0);

    private final boolean limited;
    private final long nanoTime;

    private Deadline(boolean limited, long nanoTime) {
        this.limited = limited;
        this.nanoTime = nanoTime;
    }

    /** {@code nanos} from now; a negative or zero value is a deadline that has passed. */
    public static Deadline after(long nanos) {
        return new Deadline(true, System.nanoTime() + nanos);
    }

    /** Whether the wait ends by itself. */
    public boolean isLimited() {
        return limited;
    }

    /** Nanoseconds left: zero or negative once passed, {@link Long#MAX_VALUE} without limit. */
    public long remaining() {
        return limited ? nanoTime - System.nanoTime() : Long.MAX_VALUE;
    }
}
