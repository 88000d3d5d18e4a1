package io.mainstem.spec;

/** The element-wise function after a linear layer. */
public enum Activation {
    IDENTITY,
    RELU,
    TANH,
    SIGMOID,
    /** Slope 0.01 below zero. */
    LEAKYRELU,
    /** Alpha 1. */
    ELU,
    /** Exact, with the error function. */
    GELU,
    /** z·sigmoid(z). */
    SWISH
}
