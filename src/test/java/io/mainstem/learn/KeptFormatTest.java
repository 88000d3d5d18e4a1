package io.mainstem.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.encode.Row;
import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.learn.Kept.Early;
import io.mainstem.learn.Kept.EarlyLabels;
import io.mainstem.learn.Kept.Known;
import io.mainstem.learn.Kept.Pending;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.spec.Source;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptFormatTest {

    private static final LearnerSpec SPEC = LearnerSpecReader.read(
            """
            name: n
            features: {x: {type: vector, size: 2}}
            tasks: {y: {type: binary, wait: 1h}, n: {type: regression, outputs: 2, wait: 1h}}
            """);

    private final LabelLayout layout = new LabelLayout(SPEC.tasks());
    private final KeptFormat format = new KeptFormat(SPEC.tasks(), layout, 2);

    private void assertComesBack(Kept kept) {
        assertThat(format.read(format.write(kept))).usingRecursiveComparison().isEqualTo(kept);
    }

    private static final Row ROW = new Row(new float[] {1.5f, -2}, new int[] {0, 3, 100_000}, new float[] {1, 2, 3});

    private static Known known(@Nullable Row row) {
        Pending open = new Pending(1, true, new double[] {1.25, -8}, new double[] {0.5, -1});
        return new Known(
                -5, 7_000_000_000_000L, 7_000_000_000_001L, 12, Known.OPEN, List.of(open, Pending.answered(0)), row);
    }

    @Test
    void whatIsKeptComesBack() {
        assertComesBack(known(ROW));
        assertComesBack(new Known(Long.MAX_VALUE, -1, -1, 0, -1, List.of(), null));
        assertComesBack(new Known(1, -3, 5, Long.MAX_VALUE, 9, List.of(Pending.answered(1)), null));
    }

    /** As it was written before there were regions, and is where there are none. */
    @Test
    void anEventThatWasPredictedWithoutRegionsComesBack() {
        Pending binary = new Pending(0, true, new double[] {0.25}, new double[0]);
        Pending numbers = new Pending(1, true, new double[] {1.25, -8}, new double[0]);
        assertComesBack(new Known(5, 1, 1, 0, Known.OPEN, List.of(binary, numbers), ROW));
    }

    @Test
    void earlyLabelsComeBack() {
        Labels some = Labels.none(layout);
        some.present()[1] = true;
        some.values()[1] = 0.5;
        some.values()[2] = -7;
        Labels all = Labels.none(layout);
        Arrays.fill(all.present(), true);
        all.values()[0] = 1;
        assertComesBack(new Early(
                Event.NO_TIME,
                List.of(
                        new EarlyLabels(Source.LABELS, 3, Event.NO_TIME, Event.NO_TIME, some),
                        new EarlyLabels(Source.EVENTS, 4, 55, 66, all))));
    }

    @Test
    void earlyLabelsOfManyTasksComeBack() {
        StringBuilder tasks = new StringBuilder();
        for (int t = 0; t < 60; t++) {
            tasks.append("t").append(t).append(": {type: binary, wait: 1h}, ");
        }
        LearnerSpec many = LearnerSpecReader.read("name: n\nfeatures: {x: {type: number}}\ntasks: {" + tasks + "}");
        LabelLayout wide = new LabelLayout(many.tasks());
        Labels all = Labels.none(wide);
        Arrays.fill(all.present(), true);
        Early early = new Early(5, Collections.nCopies(3, new EarlyLabels(Source.LABELS, 3, 55, 66, all)));
        KeptFormat ofMany = new KeptFormat(many.tasks(), wide, 1);
        assertThat(ofMany.read(ofMany.write(early))).usingRecursiveComparison().isEqualTo(early);
    }

    @Test
    void anEventThatIsOnlyRememberedTakesFewBytes() {
        long now = 1_767_225_600_000L;
        Known ended = new Known(now, now, now, 1_000_000, now, List.of(Pending.answered(0)), null);
        assertThat(format.write(ended)).hasSizeLessThanOrEqualTo(30);
    }

    @Test
    void whatIsCutOffOrStrangeIsRefused() {
        byte[] whole = format.write(known(ROW));
        int withoutRow = format.write(known(null)).length;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            // Without its row an event is one that is only remembered.
            if (length != withoutRow) {
                assertThatThrownBy(() -> format.read(cut))
                        .as("%d bytes", length)
                        .isInstanceOf(InvalidStateException.class);
            }
        }
        assertThatThrownBy(() -> format.read(new byte[] {9})).isInstanceOf(InvalidStateException.class);
    }

    @Test
    void namesThatCannotBeToldApartAreRefused() {
        // Two texts of the same CRC-32.
        LearnerSpec same = LearnerSpecReader.read(
                "name: n\nfeatures: {x: {type: number}}\ntasks: {plumless: {type: binary}, buckeroo: {type: binary}}");
        assertThatThrownBy(() -> new KeptFormat(same.tasks(), new LabelLayout(same.tasks()), 1))
                .hasMessageContaining("the names of the tasks plumless and buckeroo have the same CRC-32");
    }
}
