package dev.jthreading.thread;

import org.jspecify.annotations.Nullable;

/** Threads by native calls. Java 21 has none; from Java 22 on, another class of this name in the jar takes the place of this one. */
final class NativeCalls {

    private NativeCalls() { }

    /** Null: this Java cannot call native code. */
    static @Nullable NativeThreads find() {
        return null;
    }
}
