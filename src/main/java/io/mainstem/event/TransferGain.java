package io.mainstem.event;

/**
 * What joint training brings one task: by how much its loss is below that of a twin which learns this task alone, as a
 * fraction of the twin's loss. Above 0 the task gains, below 0 it pays.
 *
 * @param labels of the task that both predicted
 * @param share of the mini-batches from which twins learn
 * @param gain over the run
 * @param low the lower end of its confidence interval of 95 %
 * @param high its upper end
 * @param recentGain over the newest labels
 * @param recentLow the lower end of its confidence interval of 95 %
 * @param recentHigh its upper end
 * @param leftOut whether the task no longer shapes the trunk, as it cost others more than sharing brought it
 */
public record TransferGain(
        long labels,
        double share,
        double gain,
        double low,
        double high,
        double recentGain,
        double recentLow,
        double recentHigh,
        boolean leftOut) {}
