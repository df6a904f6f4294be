/** What the command line adds to GraalPy's own launcher. */
@NullMarked
package dev.jthreading.launcher;

import org.jspecify.annotations.NullMarked;
