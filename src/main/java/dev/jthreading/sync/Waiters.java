package dev.jthreading.sync;

/** Threads that wait to be notified. */
public sealed interface Waiters permits WaitQueue, Condition {

    /** Notifies up to {@code count} of them, first come first notified; returns how many there were. */
    long notify(long count);

    /** How many wait. */
    int size();
}
