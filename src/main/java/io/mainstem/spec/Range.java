package io.mainstem.spec;

import java.util.function.DoublePredicate;

/** The numbers that a setting may be. The upper bound keeps them, and what is made of them, finite as floats. */
record Range(String description, DoublePredicate members) {

    static final Range POSITIVE = new Range("a number above 0 and at most 1e9", x -> x > 0 && x <= 1e9);
    /** As a float it is not 0, and what is divided by it stays finite. */
    static final Range DIVISOR = new Range("a number from 1e-15 to 1e9", x -> x >= 1e-15 && x <= 1e9);

    static final Range NOT_NEGATIVE = new Range("a number from 0 to 1e9", x -> x >= 0 && x <= 1e9);
    /** Of powers that are taken of ratios. */
    static final Range EXPONENT = new Range("a number from 0 to 10", x -> x >= 0 && x <= 10);

    static final Range RISE = new Range("a number above 1 and at most 1000", x -> x > 1 && x <= 1000);

    static final Range ANY = new Range("a number from -1e9 to 1e9", x -> x >= -1e9 && x <= 1e9);

    static final Range BELOW_ONE = new Range("a number from 0 to below 1", x -> x >= 0 && x < 1);
    static final Range UP_TO_ONE = new Range("a number above 0 and at most 1", x -> x > 0 && x <= 1);
    static final Range INSIDE_UNIT = new Range("a number above 0 and below 1", x -> x > 0 && x < 1);
}
