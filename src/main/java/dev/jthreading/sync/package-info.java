/**
 * The synchronizers. They are plain Java, without a type of Truffle or Python, so plain Java threads can use and stress
 * them.
 *
 * <p>Operations that cannot block are lock-free. Python calls them while it holds the GIL. If such an operation needed a
 * Java lock, and the thread that held that lock waited for the GIL, both would wait forever. Operations that can block
 * throw {@link InterruptedException}, and then have undone what they began.
 *
 * <p>Where to read: {@link QueuedLock} has the protocol of locks, {@code Waiter} and {@link WaitQueue} that of waits and
 * notifications. {@link Condition}, {@link Semaphore}, {@link Event}, {@link Barrier} and {@link SimpleQueue} build on these.
 * {@link SpinWait} says when a thread spins, and {@link Blocking} is the gateway that every wait goes through.
 */
@NullMarked
package dev.jthreading.sync;

import org.jspecify.annotations.NullMarked;
