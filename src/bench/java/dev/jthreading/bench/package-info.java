/** The benchmarks' driver: what is measured, on what, how often, and with which result. */
@NullMarked
package dev.jthreading.bench;

import org.jspecify.annotations.NullMarked;
