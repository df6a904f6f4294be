/**
 * Interpreters with a GIL each: inner contexts of one outermost context. (PEP 734; CPython documentation: {@code concurrent.interpreters}.)
 *
 * <p>Where to read: {@link dev.jthreading.interpreter.Interpreters} says which there are, and
 * {@link dev.jthreading.interpreter.Interpreter} how a thread runs something in another one.
 */
@NullMarked
package dev.jthreading.interpreter;

import org.jspecify.annotations.NullMarked;
