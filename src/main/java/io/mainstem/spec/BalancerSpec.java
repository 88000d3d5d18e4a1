package io.mainstem.spec;

/** How the losses of the tasks are weighed against each other. */
public sealed interface BalancerSpec {

    /** Each task's own weight, unchanged. */
    record Static() implements BalancerSpec {}
}
