package dev.jthreading.thread;

import org.jspecify.annotations.Nullable;

/** Threads as Java knows them, where the operating system cannot be asked: ids are Java's, and names are Java's only. */
final class JavaOnlyThreads implements NativeThreads {

    @Override
    public long currentId() {
        return Thread.currentThread().threadId();
    }

    @Override
    public void setCurrentName(String name) { }

    @Override
    public void setName(long id, String name) { }

    @Override
    public byte @Nullable [] currentName() {
        return null;
    }
}
