/** The mathematics: parameters, trunk, heads, losses, optimisers; the only package that knows ND4J. */
@NullMarked
package io.mainstem.network;

import org.jspecify.annotations.NullMarked;
