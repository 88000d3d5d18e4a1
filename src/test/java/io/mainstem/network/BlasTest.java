package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BlasTest {

    @Test
    void oneThreadEvenAfterNd4jMultiplied() {
        Blas.load();
        INDArray a = Nd4j.ones(DataType.FLOAT, 70, 70);
        assertThat(a.mmul(a).getFloat(3, 3)).isEqualTo(70f);
        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
    }

    @Test
    void matricesStartAtCacheLines() {
        for (int n = 1; n < 40; n++) {
            assertThat(Matrix.zeros(n, 3).pointer().address() % 64)
                    .as("%d rows", n)
                    .isZero();
        }
    }
}
