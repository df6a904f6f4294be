/** A web service, contexts and threads under load for an hour: what they take of the machine stays where it is. */
@NullMarked
package dev.jthreading.soak;

import org.jspecify.annotations.NullMarked;
