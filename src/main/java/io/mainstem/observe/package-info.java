/** What a running learner shows: meters for Micrometer, and the course of its metrics. */
@NullMarked
package io.mainstem.observe;

import org.jspecify.annotations.NullMarked;
