package io.mainstem.app;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a file is replayed: a bar on a terminal, a plain line now and then elsewhere. For one thread. */
final class ReplayProgress implements AutoCloseable {

    private static final long PLAIN_EVERY = TimeUnit.SECONDS.toNanos(5);
    private static final long BAR_EVERY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WIDTH = 79;

    private final Terminal terminal;
    private final EventFile events;
    private final @Nullable ProgressBar bar;
    private long shownAt = System.nanoTime();

    ReplayProgress(Terminal terminal, EventFile events) {
        this.terminal = terminal;
        this.events = events;
        this.bar = terminal.inPlace() ? bar(terminal, events.size()) : null;
    }

    void show(long sent) {
        long now = System.nanoTime();
        if (now - shownAt < (bar == null ? PLAIN_EVERY : BAR_EVERY)) {
            return;
        }
        shownAt = now;
        String count = String.format(Locale.ROOT, "%,d events", sent);
        if (bar != null) {
            bar.stepTo(events.bytesRead());
            bar.setExtraMessage(" " + count);
        } else if (events.size() > 0) {
            terminal.out().println(count + " sent, " + 100 * events.bytesRead() / events.size() + " % of the file");
            terminal.out().flush();
        } else {
            terminal.out().println(count + " sent");
            terminal.out().flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.stepTo(events.bytesRead());
            bar.close();
        }
    }

    private static ProgressBar bar(Terminal terminal, long size) {
        return new ProgressBarBuilder()
                .setTaskName("replay")
                .setInitialMax(size)
                .setUnit(" KiB", 1024)
                .setStyle(terminal.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setMaxRenderedLength(WIDTH)
                .build();
    }
}
