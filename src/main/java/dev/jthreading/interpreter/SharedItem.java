package dev.jthreading.interpreter;

/** A value on its way between interpreters, and the one that sent it. No two are equal. */
public class SharedItem {

    /** What becomes of an item whose interpreter has ended: it is taken out. Other numbers are the facade's. */
    private static final int REMOVE = 1;

    private final long sender;
    private final Object value;
    private final int unbound;
    private volatile boolean senderEnded;

    public SharedItem(long sender, Object value, int unbound) {
        this.sender = sender;
        this.value = value;
        this.unbound = unbound;
    }

    public final long sender() {
        return sender;
    }

    public final Object value() {
        return value;
    }

    /** What the receiver gets in place of the value; 0 while the sender is there. */
    public final int replacement() {
        return senderEnded ? unbound : 0;
    }

    /** An interpreter has ended; returns whether the item must be taken out. */
    final boolean endSender(long ended) {
        if (sender == ended) {
            senderEnded = true;
        }
        return senderEnded && unbound == REMOVE;
    }
}
