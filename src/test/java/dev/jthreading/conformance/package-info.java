/** CPython's own test suites, run whole and unchanged on this module, on GraalPy's own one and on CPython. */
@NullMarked
package dev.jthreading.conformance;

import org.jspecify.annotations.NullMarked;
