/** What crosses topics: events, predictions, metrics, checkpoints, dead letters; and their codecs. */
@NullMarked
package io.mainstem.event;

import org.jspecify.annotations.NullMarked;
