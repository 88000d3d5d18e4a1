/** What the user declares: the learner and its parts, immutable; read from YAML and validated all at once. */
@NullMarked
package io.mainstem.spec;

import org.jspecify.annotations.NullMarked;
