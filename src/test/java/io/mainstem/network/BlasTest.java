package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Sizes about the limits where a product is made in tiles, and some that no tile divides. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "7, 5, 3",
        "64, 128, 128",
        "100, 100, 100",
        "101, 100, 100",
        "70, 131, 129",
        "33, 31, 2",
        "1, 700, 1500",
        "700, 1, 1500",
        "3, 2000, 600",
        "300, 40, 1025",
        "257, 65, 513"
    })
    void productsAreThoseOfTheDefinition(int m, int n, int k) {
        SplittableRandom random = new SplittableRandom(5);
        Matrix a = random(m, k, random);
        Matrix b = random(k, n, random);
        Matrix before = random(m, n, random);
        double[] product = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int l = 0; l < k; l++) {
                double x = number(a, i, l);
                for (int j = 0; j < n; j++) {
                    product[i * n + j] += x * number(b, l, j);
                }
            }
        }
        double[] sum = product.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += number(before, 0, i);
        }

        Matrix c = copy(before);
        Blas.multiply(m, a, b, 0f, c);
        check(c, product);
        c = copy(before);
        Blas.multiply(m, a, b, 1f, c);
        check(c, sum);
        c = copy(before);
        Blas.multiplyTransposed(m, a, transposed(b), 0f, c);
        check(c, product);
        c = copy(before);
        Blas.multiplyTransposed(m, a, transposed(b), 1f, c);
        check(c, sum);
        c = copy(before);
        Blas.transposedMultiply(k, transposed(a), b, c);
        check(c, product);
    }

    @Test
    void productsTakeTheFirstRowsOnly() {
        SplittableRandom random = new SplittableRandom(6);
        Matrix a = random(90, 128, random);
        Matrix b = random(128, 140, random);
        Matrix c = Matrix.zeros(90, 140);
        Blas.multiply(70, a, b, 0f, c);
        Blas.multiplyTransposed(70, a, transposed(b), 1f, c);
        assertThat(number(c, 69, 139)).isNotZero();
        for (int j = 0; j < 140; j++) {
            assertThat(number(c, 70, j)).isZero();
        }
    }

    @Test
    void productsInTilesAllocateNothing() {
        SplittableRandom random = new SplittableRandom(7);
        Matrix a = random(64, 128, random);
        Matrix b = random(128, 128, random);
        Matrix c = Matrix.zeros(64, 128);
        Blas.multiply(64, a, b, 0f, c);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 1000; i++) {
            Blas.multiply(64, a, b, 0f, c);
            Blas.multiplyTransposed(64, a, b, 0f, c);
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(allocated).as("bytes in 2000 products").isLessThan(1000);
    }

    private static void check(Matrix actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(number(actual, 0, i)).as("number %d", i).isCloseTo(expected[i], within(1e-3));
        }
    }

    private static Matrix random(int rows, int columns, SplittableRandom random) {
        return filled(rows, columns, (i, j) -> (float) (2 * random.nextDouble() - 1));
    }

    private static Matrix copy(Matrix matrix) {
        return filled(matrix.rows(), matrix.columns(), (i, j) -> number(matrix, i, j));
    }

    private static Matrix transposed(Matrix matrix) {
        return filled(matrix.columns(), matrix.rows(), (i, j) -> number(matrix, j, i));
    }

    private static Matrix filled(int rows, int columns, ToDoubleBiFunction<Integer, Integer> number) {
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.floats().put(i * columns + j, (float) number.applyAsDouble(i, j));
            }
        }
        return matrix;
    }

    private static double number(Matrix matrix, int row, int column) {
        return matrix.floats().get(row * matrix.columns() + column);
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
