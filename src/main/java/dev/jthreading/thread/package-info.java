/**
 * Guest threads: the threads of Python, attached threads, and the Java threads that run them.
 *
 * <p>Each protocol has one note, at the top of the class that implements it:
 * <ul>
 * <li>{@link dev.jthreading.thread.GuestThread}: the life of a thread, from {@code start()} to {@code join()};
 * <li>{@code Worker}: how a Java thread is kept and gets the next guest thread;
 * <li>{@link dev.jthreading.thread.GilTurns}: how a thread gets its turn of the GIL, with {@link dev.jthreading.thread.Housekeeper};
 * <li>{@link dev.jthreading.thread.Gil}: how a thread that leaves a context is kept from taking the GIL with it;
 * <li>{@link dev.jthreading.thread.ContextEnd}: the end of a context, and what becomes of daemon threads.
 * </ul>
 */
@NullMarked
package dev.jthreading.thread;

import org.jspecify.annotations.NullMarked;
