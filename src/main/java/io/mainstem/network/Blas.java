package io.mainstem.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import com.sun.jna.NativeLibrary;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The matrix products, by ND4J's own OpenBLAS called directly on native memory: a prepared ND4J op costs 1.5 µs a call,
 * this 0.1. One thread, because at these sizes threads cost more than they bring. Nothing is allocated.
 */
final class Blas {

    private static final String KERNELS;

    static {
        String variable = "OPENBLAS_CORETYPE";
        String chosen = System.getenv(variable);
        if (chosen == null && Processor.hasAvx512()) {
            // OpenBLAS 0.3.19 takes processors younger than itself for Haswell and leaves half of their speed unused.
            // It reads the variable as it is loaded, so it has to be set before anything of ND4J is touched.
            chosen = "SkylakeX";
            NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {variable, chosen, 1});
        }
        KERNELS = chosen == null ? "" : chosen;
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
        int k = b.rows();
        int n = b.columns();
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasNoTrans,
                m,
                n,
                k,
                1f,
                a.pointer(),
                k,
                b.pointer(),
                n,
                beta,
                c.pointer(),
                n);
    }

    /** C = A·Bᵀ + beta·C on the first {@code m} rows of A {@code [m, k]} and C {@code [m, n]}; B is {@code [n, k]}. */
    static void multiplyTransposed(int m, Matrix a, Matrix b, float beta, Matrix c) {
        int n = b.rows();
        int k = b.columns();
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                m,
                n,
                k,
                1f,
                a.pointer(),
                k,
                b.pointer(),
                k,
                beta,
                c.pointer(),
                n);
    }

    /** C = Aᵀ·B over the first {@code rows} rows of A {@code [rows, m]} and B {@code [rows, n]}; C is {@code [m, n]}. */
    static void transposedMultiply(int rows, Matrix a, Matrix b, Matrix c) {
        int m = c.rows();
        int n = c.columns();
        cblas_sgemm(
                CblasRowMajor,
                CblasTrans,
                CblasNoTrans,
                m,
                n,
                rows,
                1f,
                a.pointer(),
                m,
                b.pointer(),
                n,
                0f,
                c.pointer(),
                n);
    }

    /** The column sums of the first {@code rows} rows of A, given at least as many ones. */
    static void columnSums(int rows, Matrix a, Matrix ones, Matrix sums) {
        int n = a.columns();
        cblas_sgemv(CblasRowMajor, CblasTrans, rows, n, 1f, a.pointer(), n, ones.pointer(), 1, 0f, sums.pointer(), 1);
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
