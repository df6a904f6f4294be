package dev.jthreading.sync;

/** Threads that wait for a notification. */
public sealed interface Waiters permits WaitQueue, Condition {

    /** Notifies up to {@code count} of them, first come first notified; returns how many it notified. */
    long notify(long count);

    /** How many threads wait. */
    int size();
}
