package dev.jthreading.thread;

import org.jspecify.annotations.Nullable;

/** Threads by native calls: not before Java 22, for which there is another class of this name in the jar. */
final class NativeCalls {

    private NativeCalls() { }

    /** Null: this Java cannot call native code. */
    static @Nullable NativeThreads find() {
        return null;
    }
}
