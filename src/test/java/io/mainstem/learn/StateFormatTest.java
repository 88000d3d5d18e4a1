package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of a saved state: what is in somebody's changelog has to be readable tomorrow. */
class StateFormatTest {

    private static final String GOLDEN = "/state/learner.v2.bin";

    /** A little of everything, and nothing yet that a matrix product had a part in, whose last bits differ by machine. */
    private static final LearnerSpec SPEC = LearnerSpecReader.read(
            """
            name: golden
            features: {x: {type: number}, c: {type: category, buckets: 4}, v: {type: vector, size: 2}}
            tasks:
              yes:   {type: binary, hidden: [2]}
              which: {type: multiclass, classes: [a, b, c]}
              many:  {type: multilabel, labels: [p, q]}
              much:  {type: regression, outputs: 2}
              group: {type: clustering, k: 2}
            trunk: {type: ple, levels: 2, sharedExperts: 1, layers: [2]}
            optimizer: {type: adam}
            balancer: {type: gradnorm}
            batch: {size: 5}
            metrics: {window: 3}
            intervals: {window: 10}
            seed: 3
            """);

    private static final List<String> EVENTS = List.of(
            """
            {"id":"1","time":1000,"features":{"x":1.5,"c":"k","v":[1,null]},"labels":{"yes":true,"which":"b","many":["q"],"much":[2,-3]}}
            """,
            """
            {"id":"2","features":{"x":2.5,"v":[3,4]},"labels":{"much":[1,1]}}
            """,
            "no event",
            """
            {"id":"3","features":{"c":"l"}}
            """);

    private static LearnerRun run() {
        LearnerRun run = new LearnerRun(SPEC);
        EVENTS.forEach(event -> run.take(event.getBytes(UTF_8)));
        return run;
    }

    private static byte[] pack(SavedLearner saved) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (List<byte[]> records : List.of(saved.blocks(), saved.examples())) {
            out.writeInt(records.size());
            for (byte[] each : records) {
                out.writeInt(each.length);
                out.write(each);
            }
        }
        return bytes.toByteArray();
    }

    private static SavedLearner golden() throws IOException {
        try (InputStream file = requireNonNull(StateFormatTest.class.getResourceAsStream(GOLDEN), GOLDEN)) {
            DataInputStream in = new DataInputStream(file);
            List<List<byte[]>> lists = new ArrayList<>();
            for (int list = 0; list < 2; list++) {
                List<byte[]> records = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    records.add(in.readNBytes(in.readInt()));
                }
                lists.add(records);
            }
            return new SavedLearner(lists.get(0), lists.get(1));
        }
    }

    @Test
    void aLearnerIsWrittenAsEver() throws IOException {
        byte[] now = pack(SavedLearner.of(run().learner));
        Path copy = Files.write(Path.of("target", "learner.bin"), now);
        try (InputStream file = StateFormatTest.class.getResourceAsStream(GOLDEN)) {
            assertThat(file).as("%s; as it is now: %s", GOLDEN, copy).isNotNull();
            assertThat(Arrays.equals(now, file.readAllBytes()))
                    .as(
                            "the same bytes as %s. Where the format had to change, raise its version; as it is now: %s",
                            GOLDEN, copy)
                    .isTrue();
        }
    }

    @Test
    void aLearnerOfOldIsReadAndGoesOn() throws IOException {
        Learner learner = new Learner(SPEC, 0);
        assertThat(golden().into(learner))
                .isEqualTo(new Restored(true, golden().blocks().size(), List.of()));
        assertThat(learner.records()).isEqualTo(4);
        assertThat(learner.events()).isEqualTo(3);
        assertThat(learner.waiting()).isEqualTo(3);

        LearnerRun undisturbed = run();
        LearnerRun restored = new LearnerRun(SPEC, learner);
        for (int i = 0; i < 4; i++) {
            EVENTS.forEach(event -> undisturbed.take(event.getBytes(UTF_8)));
            EVENTS.forEach(event -> restored.take(event.getBytes(UTF_8)));
        }
        assertThat(restored.weights()).isEqualTo(undisturbed.weights());
        assertThat(restored.learner.model().step()).isPositive();
    }

    @Test
    void anotherFormatIsRefusedWithWhatToDo() throws IOException {
        SavedLearner saved = golden();
        saved.blocks().get(0)[4]++;
        assertThatThrownBy(() -> saved.restored(SPEC))
                .isInstanceOf(InvalidStateException.class)
                .hasMessage(
                        "the state has format version 3, this program reads 2: run the version of Mainstem that wrote it");
    }
}
