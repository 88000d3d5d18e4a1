/** What everything that learns, weighs or measures promises, and one suite that holds each to all of it. */
@NullMarked
package io.mainstem.contract;

import org.jspecify.annotations.NullMarked;
