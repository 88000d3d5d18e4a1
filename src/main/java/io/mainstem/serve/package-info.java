/** HTTP: predictions, what is known of the model and its learning, commands, health, meters, and the page. */
@NullMarked
package io.mainstem.serve;

import org.jspecify.annotations.NullMarked;
