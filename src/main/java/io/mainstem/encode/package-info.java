/** Features to rows: standardisation, hashing, text, vectors; and the mini-batch that rows gather in. */
@NullMarked
package io.mainstem.encode;

import org.jspecify.annotations.NullMarked;
