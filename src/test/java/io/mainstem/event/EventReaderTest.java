package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.LearnerSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private final LearnerSpec spec = Learners.everyType();
    private EventReader reader = new EventReader(spec);
    private RecordingSink sink = new RecordingSink(spec.features());

    private Event read(String value) throws InvalidRecordException {
        return reader.read(value.getBytes(UTF_8), EventReader.NO_TIMESTAMP, sink);
    }

    private void use(LearnerSpec other) {
        reader = new EventReader(other);
        sink = new RecordingSink(other.features());
    }

    @Test
    void readsIdTimeFeaturesAndLabels() throws InvalidRecordException {
        Event event = read(
                """
                {"id":"42","time":"2026-01-01T00:00:00Z",
                 "features":{"month":5,"airport":"LAGUARDIA NY","night":true,"remarks":"Hit by a gull.",
                   "words":["w7","w13","w7"],"terms":{"engine":2,"bird":0.5},"spectrum":[0.25,null,-1e3]},
                 "labels":{"damage":true,"size":"Large","speed":131.5,"topics":["BSD","Hardware","BSD"],"position":[1,-2.5]}}
                """);

        assertThat(event.id()).isEqualTo("42");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        assertThat(sink.lines())
                .containsExactly(
                        "month = 5.0",
                        "airport is LAGUARDIA NY",
                        "night is true",
                        "remarks says Hit by a gull.",
                        "words {}",
                        "words + 1.0 w7",
                        "words + 1.0 w13",
                        "words + 1.0 w7",
                        "terms {}",
                        "terms + 2.0 engine",
                        "terms + 0.5 bird",
                        "spectrum []",
                        "spectrum[0] = 0.25",
                        "spectrum[2] = -1000.0");
        assertThat(event.labels().values()).containsExactly(1, 2, 131.5, 1, 0, 1, 1, -2.5);
        assertThat(event.labels().present()).containsOnly(true);
        assertThat(reader.ignoredNames()).isZero();
    }

    @Test
    void takesFieldsInAnyOrder() throws InvalidRecordException {
        Event event = read("{\"labels\":{\"damage\":0},\"features\":{\"month\":5},\"time\":1500,\"id\":7}");

        assertThat(event.id()).isEqualTo("7");
        assertThat(event.time()).isEqualTo(1500);
        assertThat(event.labels().present()).containsExactly(true, false, false, false, false);
        assertThat(sink.lines()).containsExactly("month = 5.0");
    }

    @Test
    void takesIntegerIdsAsTheirText() throws InvalidRecordException {
        assertThat(read("{\"id\":123456789012345678901234567890,\"features\":{}}")
                        .id())
                .isEqualTo("123456789012345678901234567890");
    }

    @Test
    void takesEveryCharacterInIdsAndText() throws InvalidRecordException {
        Event event = read("{\"id\":\"ä€😀\\ud83d\\ude00\\u0000\",\"features\":{\"remarks\":\"ä€😀\\n\\ud83d\"}}");

        assertThat(event.id()).isEqualTo("ä€😀😀\0");
        assertThat(sink.lines()).containsExactly("remarks says ä€😀\n\ud83d");
    }

    @Test
    void leavesOutWhatIsNullOrAbsent() throws InvalidRecordException {
        Event event = read(
                """
                {"id":"1","time":null,"features":{"month":null,"airport":null,"words":null,"spectrum":null,"remarks":null},
                 "labels":{"damage":null,"size":null,"speed":null,"topics":null,"position":null}}
                """);

        assertThat(event.time()).isEqualTo(Event.NO_TIME);
        assertThat(event.labels().isEmpty()).isTrue();
        assertThat(sink.lines()).isEmpty();
        assertThat(read("{\"id\":\"1\",\"features\":{},\"labels\":null}")
                        .labels()
                        .isEmpty())
                .isTrue();
        assertThat(read("{\"id\":\"1\",\"features\":{}}").labels().isEmpty()).isTrue();
    }

    @Test
    void tellsEmptyBagsVectorsAndLabelSetsFromMissingOnes() throws InvalidRecordException {
        Event event = read(
                """
                {"id":"1","features":{"words":[],"terms":{},"spectrum":[null,null,null],"airport":"","remarks":""},
                 "labels":{"topics":[]}}
                """);

        assertThat(sink.lines()).containsExactly("words {}", "terms {}", "spectrum []", "airport is ", "remarks says ");
        assertThat(event.labels().present()).containsExactly(false, false, false, true, false);
    }

    @Test
    void takesBooleansAsNumbersAndCategoriesAndAsBinaryLabelsZeroAndOne() throws InvalidRecordException {
        Event event = read("{\"id\":\"1\",\"features\":{\"month\":true,\"night\":false},\"labels\":{\"damage\":1.0}}");

        assertThat(sink.lines()).containsExactly("month = 1.0", "night is false");
        assertThat(event.labels().values()[0]).isEqualTo(1);
        assertThat(read("{\"id\":\"1\",\"features\":{\"month\":false},\"labels\":{\"damage\":-0}}")
                        .labels()
                        .values()[0])
                .isEqualTo(0.0);
        assertThat(sink.lines()).containsExactly("month = 0.0");
    }

    @Test
    void takesNumbersUpToTheRangeOfAFloat() throws InvalidRecordException {
        read("{\"id\":\"1\",\"features\":{\"spectrum\":[3.4028234e38,-3.4028234663852886e38,1e-400]}}");

        assertThat(sink.lines())
                .containsExactly(
                        "spectrum []",
                        "spectrum[0] = 3.4028234E38",
                        "spectrum[1] = -3.4028234663852886E38",
                        "spectrum[2] = 0.0");
    }

    @Test
    void readsNumbersExactly() throws InvalidRecordException {
        read("{\"id\":\"1\",\"features\":{\"spectrum\":[0.1,12345678901234567890,9007199254740993.0]}}");

        assertThat(sink.lines())
                .containsExactly(
                        "spectrum []",
                        "spectrum[0] = 0.1",
                        "spectrum[1] = 1.2345678901234567E19",
                        "spectrum[2] = 9.007199254740992E15");
    }

    @Test
    void skipsAndCountsWhatIsNotDeclared() throws InvalidRecordException {
        Event event = read(
                """
                {"source":{"a":[1,{"id":"no"}]},"id":"1","note":null,"features":{"x":[[1e999]],"month":5,"y":{"month":6},"x":1},
                 "labels":{"total":16,"damage":false}}
                """);

        assertThat(event.id()).isEqualTo("1");
        assertThat(sink.lines()).containsExactly("month = 5.0");
        assertThat(event.labels().present()[0]).isTrue();
        assertThat(reader.ignoredNames()).isEqualTo(6);
        read("{\"id\":\"1\",\"features\":{\"z\":0}}");
        assertThat(reader.ignoredNames()).isEqualTo(7);
    }

    @Test
    void takesLongTextWhole() throws InvalidRecordException {
        String word = "gull ä€😀 ";
        String text = word.repeat(250);

        read("{\"id\":\"1\",\"features\":{\"remarks\":\"" + text + "\"}}");

        assertThat(sink.lines()).containsExactly("remarks says " + text);
    }

    @Test
    void refusesTimesAheadOfTheRecordOnly() throws InvalidRecordException {
        long record = 1_000_000_000_000L;
        long day = 86_400_000;
        byte[] atTheLimit = ("{\"id\":\"1\",\"time\":" + (record + day) + ",\"features\":{}}").getBytes(UTF_8);
        byte[] longAgo = "{\"id\":\"1\",\"time\":-62000000000000,\"features\":{}}".getBytes(UTF_8);

        assertThat(reader.read(atTheLimit, record, sink).time()).isEqualTo(record + day);
        assertThat(reader.read(longAgo, record, sink).time()).isEqualTo(-62000000000000L);
        assertThat(reader.read(atTheLimit, EventReader.NO_TIMESTAMP, sink).time())
                .isEqualTo(record + day);
    }

    @Test
    void readsBirdstrikes() throws InvalidRecordException {
        use(Learners.birdstrikes());

        Event first = read(BIRDSTRIKES.get(0));
        assertThat(first.id()).isEqualTo("1");
        assertThat(first.time()).isEqualTo(Instant.parse("1990-01-08T00:00:00Z").toEpochMilli());
        assertThat(first.labels().values()).containsExactly(2, 0, 300);
        assertThat(sink.lines())
                .containsExactly(
                        "airport is BARKSDALE AIR FORCE BASE ARPT",
                        "aircraft is T-38A",
                        "operator is MILITARY",
                        "state is Louisiana",
                        "phase is Climb",
                        "time_of_day is Day",
                        "month = 1.0");
        assertThat(read(BIRDSTRIKES.get(1)).labels().values()).containsExactly(1, 0, 200);
        assertThat(read(BIRDSTRIKES.get(2)).labels().present()).containsExactly(true, true, false);
    }

    /** FAA Wildlife Strike Database, U.S. Government data. */
    static final List<String> BIRDSTRIKES = List.of(
            "{\"id\":\"1\",\"time\":\"1990-01-08T00:00:00Z\",\"features\":{\"airport\":\"BARKSDALE AIR FORCE BASE ARPT\",\"aircraft\":\"T-38A\",\"operator\":\"MILITARY\",\"state\":\"Louisiana\",\"phase\":\"Climb\",\"time_of_day\":\"Day\",\"month\":1},\"labels\":{\"size\":\"Large\",\"damage\":false,\"speed\":300}}",
            "{\"id\":\"2\",\"time\":\"1990-01-09T00:00:00Z\",\"features\":{\"airport\":\"BARKSDALE AIR FORCE BASE ARPT\",\"aircraft\":\"KC-10A\",\"operator\":\"MILITARY\",\"state\":\"Louisiana\",\"phase\":\"Approach\",\"time_of_day\":\"Night\",\"month\":1},\"labels\":{\"size\":\"Medium\",\"damage\":false,\"speed\":200}}",
            "{\"id\":\"20\",\"time\":\"1990-04-07T00:00:00Z\",\"features\":{\"airport\":\"LAGUARDIA NY\",\"aircraft\":\"B-737-400\",\"operator\":\"US AIRWAYS*\",\"state\":\"New York\",\"phase\":\"Take-off run\",\"time_of_day\":\"Day\",\"month\":4},\"labels\":{\"size\":\"Large\",\"damage\":true}}");

    @Test
    void readsHourlyCountsWithAnUndeclaredSum() throws InvalidRecordException {
        use(Learners.learner(
                List.of(new FeatureSpec.Numeric("hr"), new FeatureSpec.Numeric("temp")),
                List.of(Learners.regression("casual", 1), Learners.regression("registered", 1))));

        Event event = read(
                "{\"id\":\"1\",\"time\":\"2011-01-01T00:00:00Z\",\"features\":{\"hr\":0,\"temp\":0.24},\"labels\":{\"casual\":3,\"registered\":13,\"total\":16}}");

        assertThat(event.labels().values()).containsExactly(3, 13);
        assertThat(reader.ignoredNames()).isEqualTo(1);
    }

    @Test
    void readsPixelsWithClassesNamedByDigits() throws InvalidRecordException {
        use(Learners.learner(
                List.of(new FeatureSpec.Vector("pixels", 4)),
                List.of(Learners.multiclass("left", "0", "1", "7"), Learners.multiclass("right", "0", "1", "7"))));

        Event event = read(
                "{\"id\":\"1\",\"features\":{\"pixels\":[0,12,16,0]},\"labels\":{\"left\":\"7\",\"right\":\"0\"}}");

        assertThat(event.time()).isEqualTo(Event.NO_TIME);
        assertThat(event.labels().values()).containsExactly(2, 0);
        assertThat(event.labels().present()).containsExactly(true, true);
    }

    @Test
    void readsOneLabelOfManyTasks() throws InvalidRecordException {
        use(Learners.learner(
                List.of(new FeatureSpec.Vector("x", 2)),
                List.of(Learners.binary("field1"), Learners.binary("field2"), Learners.binary("field3"))));

        Event event =
                read("{\"id\":\"1\",\"features\":{\"x\":[0.525275723,-0.238206948]},\"labels\":{\"field2\":false}}");

        assertThat(event.labels().present()).containsExactly(false, true, false);
    }

    @Test
    void readsMailWithAFlagAsNumber() throws InvalidRecordException {
        use(Learners.learner(
                List.of(
                        new FeatureSpec.Text("subject", 4096),
                        new FeatureSpec.Text("body", 4096),
                        new FeatureSpec.Numeric("hour"),
                        new FeatureSpec.Numeric("html")),
                List.of(Learners.binary("spam"), Learners.multiclass("list", "exmh", "fork"))));

        Event event = read(
                "{\"id\":\"1\",\"time\":\"2001-06-25T11:18:19Z\",\"features\":{\"subject\":\"*LEGAL*\",\"body\":\"<B> face=\\\"Sans\\\" \\u00a0\",\"hour\":11,\"html\":true},\"labels\":{\"spam\":true}}");

        assertThat(sink.lines())
                .containsExactly(
                        "subject says *LEGAL*", "body says <B> face=\"Sans\" \u00a0", "hour = 11.0", "html = 1.0");
        assertThat(event.labels().present()).containsExactly(true, false);
    }

    @Test
    void readsWordsWithTopics() throws InvalidRecordException {
        use(Learners.learner(
                List.of(new FeatureSpec.Bag("words", 2048)),
                List.of(Learners.multilabel("topics", "C12", "C04", "C19"))));

        Event event = read(
                "{\"id\":\"2\",\"features\":{\"words\":[\"w190\",\"w281\"]},\"labels\":{\"topics\":[\"C12\",\"C04\"]}}");

        assertThat(sink.lines()).containsExactly("words {}", "words + 1.0 w190", "words + 1.0 w281");
        assertThat(event.labels().values()).containsExactly(1, 1, 0);
    }

    @Test
    void readsFlowsWithMissingElements() throws InvalidRecordException {
        use(Learners.learner(List.of(new FeatureSpec.Vector("x", 4)), List.of(Learners.regression("CHSI2_48H_0", 1))));

        Event event = read("{\"id\":\"1\",\"features\":{\"x\":[288,3.41,null,null]},\"labels\":{\"CHSI2_48H_0\":269}}");

        assertThat(sink.lines()).containsExactly("x []", "x[0] = 288.0", "x[1] = 3.41");
        assertThat(event.labels().values()).containsExactly(269);
    }
}
