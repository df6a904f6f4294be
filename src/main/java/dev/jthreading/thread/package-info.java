/** Guest threads: what a Python thread is to the JVM, the registry of a context's threads, and their storage. */
@NullMarked
package dev.jthreading.thread;

import org.jspecify.annotations.NullMarked;
