package io.mainstem.stream;

import io.mainstem.learn.SavedVersions;
import java.util.Map;

/** Makes what finds the earlier versions of a replica. */
@FunctionalInterface
interface VersionSource {

    /**
     * Those of one replica.
     *
     * @param settings of the program that hosts the learner
     */
    SavedVersions of(Map<String, Object> settings, int replica);
}
