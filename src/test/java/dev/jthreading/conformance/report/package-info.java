/** What the suites did on each implementation, as a page for people and as JSON for programs. */
@NullMarked
package dev.jthreading.conformance.report;

import org.jspecify.annotations.NullMarked;
