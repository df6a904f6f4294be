@NullMarked
package dev.jthreading.thread;

import org.jspecify.annotations.NullMarked;
