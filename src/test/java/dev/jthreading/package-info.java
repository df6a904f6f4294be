@NullMarked
package dev.jthreading;

import org.jspecify.annotations.NullMarked;
