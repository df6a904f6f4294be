/** CPython's {@code threading} module, written in Java, as a native module for GraalPy. */
@NullMarked
package dev.jthreading;

import org.jspecify.annotations.NullMarked;
