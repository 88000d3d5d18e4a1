/** The one deterministic machine: encode, score, train, evaluate; and its whole state as blocks of bytes. */
@NullMarked
package io.mainstem.learn;

import org.jspecify.annotations.NullMarked;
