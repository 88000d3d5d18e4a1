package io.mainstem.network;

import io.mainstem.spec.Activation;

/**
 * The activations, element by element over the first n floats of an array. Loops without branches and without an offset
 * into the array are those that HotSpot vectorises.
 */
enum Nonlinearity {
    IDENTITY {
        @Override
        void apply(float[] z, int n) {}

        @Override
        void derive(float[] a, float[] d, int n) {}
    },
    RELU {
        @Override
        void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.max(0f, z[i]);
            }
        }

        @Override
        void derive(float[] a, float[] d, int n) {
            for (int i = 0; i < n; i++) {
                d[i] *= step(a[i]);
            }
        }
    },
    TANH {
        @Override
        void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                // By the exponential, which is an intrinsic where Math.tanh is not; the error is 1e-16.
                z[i] = (float) (1 - 2 / (Math.exp(2.0 * z[i]) + 1));
            }
        }

        @Override
        void derive(float[] a, float[] d, int n) {
            for (int i = 0; i < n; i++) {
                d[i] *= 1f - a[i] * a[i];
            }
        }
    },
    SIGMOID {
        @Override
        void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = (float) sigmoid(z[i]);
            }
        }

        @Override
        void derive(float[] a, float[] d, int n) {
            for (int i = 0; i < n; i++) {
                d[i] *= a[i] * (1f - a[i]);
            }
        }
    },
    LEAKYRELU {
        @Override
        void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.max(LEAK * z[i], z[i]);
            }
        }

        @Override
        void derive(float[] a, float[] d, int n) {
            for (int i = 0; i < n; i++) {
                d[i] *= LEAK + (1f - LEAK) * step(Math.max(0f, a[i]));
            }
        }
    },
    ELU {
        @Override
        void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = z[i] > 0 ? z[i] : (float) (Math.exp(z[i]) - 1);
            }
        }

        @Override
        void derive(float[] a, float[] d, int n) {
            for (int i = 0; i < n; i++) {
                d[i] *= Math.min(1f, a[i] + 1f);
            }
        }
    },
    GELU {
        @Override
        void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = (float) (z[i] * Gaussian.cumulative(z[i]));
            }
        }

        @Override
        void derive(float[] z, float[] d, int n) {
            for (int i = 0; i < n; i++) {
                d[i] *= (float) (Gaussian.cumulative(z[i]) + z[i] * Gaussian.density(z[i]));
            }
        }

        @Override
        boolean derivesFromInput() {
            return true;
        }
    },
    SWISH {
        @Override
        void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = (float) (z[i] * sigmoid(z[i]));
            }
        }

        @Override
        void derive(float[] z, float[] d, int n) {
            for (int i = 0; i < n; i++) {
                double s = sigmoid(z[i]);
                d[i] *= (float) (s + z[i] * s * (1 - s));
            }
        }

        @Override
        boolean derivesFromInput() {
            return true;
        }
    };

    private static final float LEAK = 0.01f;

    static Nonlinearity of(Activation activation) {
        return switch (activation) {
            case IDENTITY -> IDENTITY;
            case RELU -> RELU;
            case TANH -> TANH;
            case SIGMOID -> SIGMOID;
            case LEAKYRELU -> LEAKYRELU;
            case ELU -> ELU;
            case GELU -> GELU;
            case SWISH -> SWISH;
        };
    }

    /** z becomes f(z). */
    abstract void apply(float[] z, int n);

    /** d becomes d·f'; what f' is computed from is f(z), or z where {@link #derivesFromInput()}. */
    abstract void derive(float[] from, float[] d, int n);

    boolean derivesFromInput() {
        return false;
    }

    /** Whether about half of the outputs vanish or nearly so, which He's initial weights make up for. */
    boolean rectifies() {
        return this != IDENTITY && this != TANH && this != SIGMOID;
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** 1 above zero and 0 at it, for a ≥ 0; without a branch, which would neither be vectorised nor predicted. */
    private static float step(float a) {
        return Math.min(1f, a * 0x1p126f);
    }
}
