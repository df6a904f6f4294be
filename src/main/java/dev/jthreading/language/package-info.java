/** What the engine and Python see: the Truffle language, the instrument that installs the module, and its functions. */
@NullMarked
package dev.jthreading.language;

import org.jspecify.annotations.NullMarked;
