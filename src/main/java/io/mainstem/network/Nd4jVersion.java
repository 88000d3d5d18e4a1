package io.mainstem.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which ND4J does the mathematics. */
public final class Nd4jVersion {

    /** Maven puts it into the archive; its manifest does not say. */
    private static final String POM = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    private Nd4jVersion() {}

    /** Such as {@code 1.0.0-M2.1}; {@code unknown} where ND4J was packed anew without it. */
    public static String get() {
        Properties properties = new Properties();
        try (InputStream pom = INDArray.class.getResourceAsStream(POM)) {
            if (pom != null) {
                properties.load(pom);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
