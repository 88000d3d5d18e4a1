package io.mainstem.contract;

import java.util.List;
import java.util.function.Supplier;

/** A subject whose instances are all alike at first. */
public record WholeSubject<I>(
        String name, Supplier<Instance<I>> fresh, Stream<I> stream, List<I> nothings, long allowance)
        implements Subject<I> {

    /** The inputs of any seed. */
    public interface Stream<I> {
        I input(long seed, int n);
    }

    @Override
    public Instance<I> create(long seed) {
        return fresh.get();
    }

    @Override
    public I input(long seed, int n) {
        return stream.input(seed, n);
    }

    @Override
    public List<I> nothings(long seed) {
        return nothings;
    }

    @Override
    public String toString() {
        return name;
    }
}
