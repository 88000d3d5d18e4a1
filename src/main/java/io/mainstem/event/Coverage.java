package io.mainstem.event;

/**
 * How often labels lie in what was predicted for them; of a regression with several outputs the mean over these.
 *
 * @param asked the share that should
 * @param run the share that did, over the run
 * @param window the share that did, over the sliding window
 * @param size over the sliding window the mean width of the intervals, in the label's unit, or the mean number of classes
 */
public record Coverage(double asked, double run, double window, double size) {}
