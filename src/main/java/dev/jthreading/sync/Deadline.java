package dev.jthreading.sync;

/** The end of a timed wait. It is computed once, so that a wait that is interrupted and begun again takes no longer. */
public class Deadline {

    /** The deadline of a wait without a timeout. */
    public static final Deadline NEVER = new Deadline(false, 0);

    private final boolean limited;
    private final long nanoTime;

    Deadline(boolean limited, long nanoTime) {
        this.limited = limited;
        this.nanoTime = nanoTime;
    }

    /** The deadline {@code nanos} from now; if that is zero or negative, it has passed already. */
    public static Deadline after(long nanos) {
        return new Deadline(true, System.nanoTime() + nanos);
    }

    /** Whether the wait has a timeout. */
    public boolean isLimited() {
        return limited;
    }

    /** The nanoseconds left: zero or negative if the deadline has passed, {@link Long#MAX_VALUE} without a timeout. */
    public long remaining() {
        return limited ? nanoTime - System.nanoTime() : Long.MAX_VALUE;
    }
}
