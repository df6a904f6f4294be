package dev.jthreading.language;

import dev.jthreading.sync.Blocking;
import org.jspecify.annotations.Nullable;

/**
 * The gateway around the waits of functions that are called with the interpreter lock kept. They have it but while they
 * wait: what they do before and after is over before another thread runs Python.
 */
final class UnlockedBlocking implements Blocking {

    private final Blocking inside;
    private volatile @Nullable Object unlocked;

    /** Waits in {@code inside}. */
    UnlockedBlocking(Blocking inside) {
        this.inside = inside;
    }

    /** {@code callable}, of Python, calls {@link #inside} with the wait that it is given, as an ordinary foreign call. */
    void waitBy(Object callable) {
        unlocked = callable;
    }

    Object inside(Object[] args) throws InterruptedException {
        return inside.await(Values.target(args[0], Wait.class));
    }

    @Override
    public boolean await(Wait wait) throws InterruptedException {
        Object callable = unlocked;
        return callable == null ? inside.await(wait) : Values.asBoolean(Values.call(callable, new Handle(wait)));
    }

    @Override
    public boolean isDeferrable(Throwable interruption) {
        return inside.isDeferrable(interruption);
    }
}
