/** The topics that a learner needs: what they must be, and making them so. */
@NullMarked
package io.mainstem.stream.topics;

import org.jspecify.annotations.NullMarked;
