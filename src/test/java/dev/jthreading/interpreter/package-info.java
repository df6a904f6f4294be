@NullMarked
package dev.jthreading.interpreter;

import org.jspecify.annotations.NullMarked;
