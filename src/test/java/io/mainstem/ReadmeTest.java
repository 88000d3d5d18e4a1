package io.mainstem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.Reason;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerRun;
import io.mainstem.learn.Refusal;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the README shows must be so. */
class ReadmeTest {

    private String readme = "";

    @BeforeEach
    void read() throws Exception {
        readme = Files.readString(Path.of("README.md"));
    }

    @Test
    void itsLearnerFileAndEventAreValid() throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(blocks("yaml").get(0));
        assertThat(spec.tasks()).hasSize(5);

        Event event = new EventReader(spec)
                .read(blocks("json").get(0).strip().getBytes(UTF_8), EventReader.NO_TIMESTAMP, Learner.features(spec));
        assertThat(event.id()).isEqualTo("42");
        assertThat(event.labels().isEmpty()).isFalse();
    }

    @Test
    void itNamesEveryReasonOfADeadLetter() {
        for (Reason reason : Reason.values()) {
            if (reason != Reason.DAMAGED && reason != Reason.MISSING_FIELD) { // only of Mainstem's own records
                assertThat(readme).containsPattern("[` ]" + reason.code() + "[`\\s]");
            }
        }
    }

    @Test
    void itsLabelsThatComeLaterAreCountedAsItSays() throws Exception {
        Matcher files = Pattern.compile("cat > clicks\\.\\w+ <<'END'\n(.*?\n)END\n", Pattern.DOTALL)
                .matcher(readme);
        assertThat(files.find()).isTrue();
        LearnerRun run = new LearnerRun(LearnerSpecReader.read(files.group(1)));
        assertThat(files.find()).isTrue();
        files.group(1).lines().forEach(line -> run.take(line.getBytes(UTF_8)));

        String counts = run.learner.metrics().get(0).lateLabels().entrySet().stream()
                .map(count -> "\"%s\":%d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(","));
        assertThat(readme).contains("`\"lateLabels\":{" + counts + "}`");
        assertThat(run.refusals).extracting(Refusal::reason).containsExactly(Reason.SECOND_LABEL);
    }

    @Test
    void itsMapOfEventsFitsItsRecord() throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(
                """
                name: readme
                features: {airport: {type: category}, month: {type: number}}
                tasks: {damage: {type: binary}}
                """
                        + blocks("yaml").stream()
                                .filter(block -> block.startsWith("events:"))
                                .findFirst()
                                .orElseThrow());
        String record = blocks("json").stream()
                .filter(block -> block.contains("uuid"))
                .findFirst()
                .orElseThrow();

        Event event = new EventReader(spec)
                .read(record.strip().getBytes(UTF_8), EventReader.NO_TIMESTAMP, Learner.features(spec));

        assertThat(event.id()).isEqualTo("42");
        assertThat(event.time()).isEqualTo(1767225600250L);
        assertThat(event.labels().isEmpty()).isFalse();
    }

    @Test
    void itsAvroAndProtobufAreCodeOfTests() throws Exception {
        for (String encoding : List.of("Avro", "Protobuf")) {
            Path test = Path.of("src/test/java/io/mainstem/stream/" + encoding + "EventsTopologyTest.java");
            String code = Files.readString(test).replaceAll("\\s+", "");
            List<String> shown = blocks("java").stream()
                    .filter(block -> block.contains("// " + encoding))
                    .toList();
            assertThat(shown).hasSize(1);
            assertThat(code).contains(shown.get(0).replaceAll("//.*", "").replaceAll("\\s+", ""));
        }
    }

    private List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
