package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianTest {

    /** From tables of the normal distribution. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.841344746068543",
        "-1, 0.158655253931457",
        "1.96, 0.975002104851780",
        "-2.5, 0.006209665325776",
        "4, 0.999968328758167",
        "-5.5, 1.8989562465887e-8",
        "6.5, 0.999999999959840",
        "-40, 0"
    })
    void cumulative(double x, double expected) {
        assertThat(Gaussian.cumulative(x)).isCloseTo(expected, within(2e-9));
    }
}
