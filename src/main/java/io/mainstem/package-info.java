/** Mainstem, a streaming online multi-task learner; start at {@link io.mainstem.Mainstem}. */
@NullMarked
package io.mainstem;

import org.jspecify.annotations.NullMarked;
