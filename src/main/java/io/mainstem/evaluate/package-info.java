/** Prequential metrics of each task, over the run and a sliding window, and their baselines. */
@NullMarked
package io.mainstem.evaluate;

import org.jspecify.annotations.NullMarked;
