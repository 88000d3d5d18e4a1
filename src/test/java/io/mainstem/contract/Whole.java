package io.mainstem.contract;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** An instance whose state is written and read in one go. */
public record Whole<I>(
        List<Object> madeOf,
        Consumer<I> taking,
        Supplier<Map<String, Object>> saying,
        IntSupplier bytes,
        Consumer<ByteBuffer> write,
        Consumer<ByteBuffer> read)
        implements Instance<I> {

    @Override
    public void take(I input) {
        taking.accept(input);
    }

    @Override
    public Map<String, Object> says() {
        return saying.get();
    }

    @Override
    public byte[] save(Form form) {
        ByteBuffer out = ByteBuffer.allocate(bytes.getAsInt()).order(form.order());
        write.accept(out);
        if (out.hasRemaining()) {
            throw new AssertionError("announced " + out.capacity() + " bytes, wrote " + out.position());
        }
        return out.array();
    }

    @Override
    public void restore(byte[] state, Form form) {
        ByteBuffer in = ByteBuffer.wrap(state).order(form.order());
        read.accept(in);
        if (in.hasRemaining()) {
            throw new AssertionError("saved " + in.capacity() + " bytes, read " + in.position());
        }
    }
}
