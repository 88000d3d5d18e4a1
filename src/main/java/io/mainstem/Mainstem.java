package io.mainstem;

/** The library's entry. */
public final class Mainstem {

    private Mainstem() {}
}
