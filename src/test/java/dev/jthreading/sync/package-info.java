@NullMarked
package dev.jthreading.sync;

import org.jspecify.annotations.NullMarked;
