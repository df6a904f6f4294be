/** Benchmarks of the plain-Java synchronizers beside those of {@code java.util.concurrent}. */
@NullMarked
package dev.jthreading.bench.sync;

import org.jspecify.annotations.NullMarked;
