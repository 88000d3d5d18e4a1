package io.mainstem.stream;

import io.mainstem.network.Nd4jVersion;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.AppInfoParser;

/** Versions of what makes a checkpoint. */
final class Libraries {

    static final Map<String, String> VERSIONS = Map.of(
            "mainstem",
                    Objects.requireNonNullElse(Libraries.class.getPackage().getImplementationVersion(), "development"),
            "kafka", AppInfoParser.getVersion(),
            "nd4j", Nd4jVersion.get(),
            "java", System.getProperty("java.version"));

    private Libraries() {}
}
