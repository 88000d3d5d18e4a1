/** The command line, the demo, the embedded broker, and the wiring. */
@NullMarked
package io.mainstem.app;

import org.jspecify.annotations.NullMarked;
