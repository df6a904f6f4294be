package dev.jthreading.conformance;

import java.nio.file.Path;

/**
 * The {@code sys.executable} of a GraalPy context.
 *
 * @param script the executable
 * @param pythonPath the directory in which it finds CPython's {@code test} package, and the context as well
 */
record ChildLauncher(Path script, Path pythonPath) {
}
