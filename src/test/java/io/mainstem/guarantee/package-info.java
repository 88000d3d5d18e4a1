/** Every promise, held against runs whose processes are killed and stopped at seeded random moments. */
@NullMarked
package io.mainstem.guarantee;

import org.jspecify.annotations.NullMarked;
