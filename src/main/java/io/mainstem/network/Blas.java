package io.mainstem.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sasum;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The matrix products, by ND4J's own OpenBLAS called directly on native memory: a prepared ND4J op costs 1.5 µs a call,
 * this 0.1. One thread, because at these sizes threads cost more than they bring. Nothing is allocated.
 */
final class Blas {

    /** OpenBLAS's name for processors with AVX-512. */
    private static final String AVX512 = "SkylakeX";

    private static final String KERNELS;

    /**
     * Whether OpenBLAS takes products of at most {@link #SMALL} multiplications as they lie, where it packs the operands
     * of larger ones first. At these sizes packing costs up to half of the time, so larger ones are made in tiles.
     */
    private static final boolean SMALL_KERNELS;

    private static final int SMALL = 1_000_000;

    /** The most numbers of a product with Bᵀ for which that holds. */
    private static final int SMALL_TRANSPOSED = 1024;

    /** Multiplications to a tile, for which the operands stay in the caches. */
    private static final int TILE = 1 << 19;

    /** The most numbers to a sum of a tile. */
    private static final int DEPTH = 512;

    /** Floats to a register. */
    private static final int LANES = 16;

    static {
        String variable = "OPENBLAS_CORETYPE";
        String chosen = System.getenv(variable);
        if (chosen == null && Processor.hasAvx512()) {
            // OpenBLAS 0.3.19 takes processors younger than itself for Haswell and leaves half of their speed unused.
            // It reads the variable as it is loaded, so it has to be set before anything of ND4J is touched.
            chosen = AVX512;
            NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {variable, chosen, 1});
        }
        KERNELS = chosen == null ? "" : chosen;
        SMALL_KERNELS = KERNELS.equalsIgnoreCase(AVX512);
        // ND4J sets the number of threads when its own BLAS is first asked for; that must not come after us.
        Nd4j.factory().blas().setMaxThreads(1);
        blas_set_num_threads(1);
    }

    private Blas() {}

    /** Loads the native libraries in the right order, if that has not happened yet. */
    static void load() {}

    /** What OpenBLAS is told of the processor; empty where it looks itself. */
    static String kernels() {
        return KERNELS;
    }

    /** C = A·B + beta·C on the first {@code m} rows of A {@code [m, k]} and C {@code [m, n]}; B is {@code [k, n]}. */
    static void multiply(int m, Matrix a, Matrix b, float beta, Matrix c) {
        product(CblasNoTrans, CblasNoTrans, m, b.columns(), b.rows(), a, b, beta, c);
    }

    /** C = A·Bᵀ + beta·C on the first {@code m} rows of A {@code [m, k]} and C {@code [m, n]}; B is {@code [n, k]}. */
    static void multiplyTransposed(int m, Matrix a, Matrix b, float beta, Matrix c) {
        product(CblasNoTrans, CblasTrans, m, b.rows(), b.columns(), a, b, beta, c);
    }

    /** C = Aᵀ·B over the first {@code rows} rows of A {@code [rows, m]} and B {@code [rows, n]}; C is {@code [m, n]}. */
    static void transposedMultiply(int rows, Matrix a, Matrix b, Matrix c) {
        product(CblasTrans, CblasNoTrans, c.rows(), c.columns(), rows, a, b, 0f, c);
    }

    private static void product(int formA, int formB, int m, int n, int k, Matrix a, Matrix b, float beta, Matrix c) {
        boolean ta = formA == CblasTrans;
        boolean tb = formB == CblasTrans;
        boolean small = (long) m * n * k <= SMALL && !(tb && m * n > SMALL_TRANSPOSED);
        if (small || !SMALL_KERNELS) {
            tile(formA, formB, m, n, k, a.pointer(), a.columns(), b.pointer(), b.columns(), beta, c.pointer(), n);
            return;
        }
        int depth = Math.min(k, DEPTH);
        int rows;
        int columns;
        if (tb) {
            columns = Math.min(n, 64);
            rows = Math.min(m, SMALL_TRANSPOSED / columns);
            columns = Math.min(n, SMALL_TRANSPOSED / rows);
        } else {
            rows = Math.min(m, ta ? 64 : 16);
            columns = Math.max(LANES, TILE / (rows * depth) / LANES * LANES);
        }
        for (int i = 0; i < m; i += rows) {
            for (int j = 0; j < n; j += columns) {
                for (int l = 0; l < k; l += depth) {
                    tile(
                            formA,
                            formB,
                            Math.min(rows, m - i),
                            Math.min(columns, n - j),
                            Math.min(depth, k - l),
                            ta ? a.at(l, i) : a.at(i, l),
                            a.columns(),
                            tb ? b.at(j, l) : b.at(l, j),
                            b.columns(),
                            l == 0 ? beta : 1f,
                            c.at(i, j),
                            n);
                }
            }
        }
    }

    private static void tile(
            int formA,
            int formB,
            int m,
            int n,
            int k,
            FloatPointer a,
            int strideA,
            FloatPointer b,
            int strideB,
            float beta,
            FloatPointer c,
            int strideC) {
        cblas_sgemm(CblasRowMajor, formA, formB, m, n, k, 1f, a, strideA, b, strideB, beta, c, strideC);
    }

    /** The column sums of the first {@code rows} rows of A, given at least as many ones. */
    static void columnSums(int rows, Matrix a, Matrix ones, Matrix sums) {
        int n = a.columns();
        cblas_sgemv(CblasRowMajor, CblasTrans, rows, n, 1f, a.pointer(), n, ones.pointer(), 1, 0f, sums.pointer(), 1);
    }

    /** The sum of the magnitudes of the first {@code rows} rows; infinite or NaN if one of them is, or if it is too large. */
    static double magnitudes(int rows, Matrix x) {
        return cblas_sasum(rows * x.columns(), x.pointer(), 1);
    }

    /** y += factor·x, element by element. */
    static void add(float factor, Matrix x, Matrix y) {
        cblas_saxpy(x.length(), factor, x.pointer(), 1, y.pointer(), 1);
    }

    static void scale(float factor, Matrix x) {
        cblas_sscal(x.length(), factor, x.pointer(), 1);
    }

    /** The sum of squares, accumulated in double precision. */
    static double squares(Matrix x) {
        return cblas_dsdot(x.length(), x.pointer(), 1, x.pointer(), 1);
    }
}
