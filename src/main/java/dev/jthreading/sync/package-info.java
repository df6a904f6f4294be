/**
 * The synchronizers: plain Java on {@code java.util.concurrent}, without a type of Truffle or Python in it, so that
 * they can be used and stressed from plain Java threads.
 *
 * <p>Operations that cannot block are lock-free: Python runs them while it holds its interpreter lock, and a Java
 * lock taken there by a thread that waits for the interpreter lock would be a deadlock. Operations that can block
 * throw {@link InterruptedException} and leave nothing behind when they do.
 */
@NullMarked
package dev.jthreading.sync;

import org.jspecify.annotations.NullMarked;
