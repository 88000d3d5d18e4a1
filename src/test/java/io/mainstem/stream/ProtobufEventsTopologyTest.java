package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.mainstem.Birdstrikes;
import io.mainstem.Mainstem;
import io.mainstem.spec.LearnerSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in Protobuf's encoding, of the contract's shape. */
class ProtobufEventsTopologyTest {

    private static final Descriptor STRIKE = strike();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path stateDirectory;

    private static final class ProtobufDeserializer implements Deserializer<Message> {
        @Override
        public Message deserialize(String topic, byte[] bytes) {
            try {
                return DynamicMessage.parseFrom(STRIKE, bytes);
            } catch (InvalidProtocolBufferException e) {
                throw new SerializationException("no strike", e);
            }
        }
    }

    static Map<String, Object> map(Message message) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (!field.hasPresence() || message.hasField(field)) {
                Object value = message.getField(field);
                if (value instanceof Message nested) {
                    value = map(nested);
                } else if (value instanceof EnumValueDescriptor constant) {
                    value = constant.getName();
                }
                map.put(field.getName(), value);
            }
        }
        return map;
    }

    static LearnerTopology learner(LearnerSpec spec) {
        return Mainstem.learner(spec).withEvents(ProtobufDeserializer::new, message -> map(message));
    }

    @Test
    void areLearnedAsTheSameEventsInJson() {
        try (EventsDriver driver = new EventsDriver(learner(Birdstrikes.spec()), stateDirectory)) {
            driver.expectThePredictionsOfJson(
                    160, strike -> message(STRIKE, strike).toByteArray());
        }
    }

    @Test
    void whatIsNoProtobufIsADeadLetter() {
        try (EventsDriver driver = new EventsDriver(learner(Birdstrikes.spec()), stateDirectory)) {
            driver.send("{\"id\":\"1\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            driver.send(message(STRIKE, EventsDriver.strikes(1).get(0)).toByteArray());

            assertThat(driver.deadLetters()).singleElement().asString().startsWith("not-deserializable no strike: ");
        }
    }

    @Test
    void aMessageWithoutFeaturesIsADeadLetter() {
        byte[] bytes = DynamicMessage.newBuilder(STRIKE)
                .setField(STRIKE.findFieldByName("id"), "7")
                .build()
                .toByteArray();
        try (EventsDriver driver = new EventsDriver(learner(Birdstrikes.spec()), stateDirectory)) {
            driver.send(bytes);

            assertThat(driver.deadLetters())
                    .containsExactly("missing-features features: expected an object, found none");
        }
    }

    private static Message message(Descriptor type, JsonNode tree) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        tree.properties().forEach(entry -> {
            FieldDescriptor field = type.findFieldByName(entry.getKey());
            message.setField(field, value(field, entry.getValue()));
        });
        return message.build();
    }

    private static Object value(FieldDescriptor field, JsonNode node) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message(field.getMessageType(), node);
            case BOOLEAN -> node.booleanValue();
            case INT -> node.intValue();
            case DOUBLE -> node.doubleValue();
            default -> node.asText();
        };
    }

    /** What protoc would make of a file: {@code message Strike { optional string id = 1; … }}. */
    private static Descriptor strike() {
        DescriptorProto.Builder features = DescriptorProto.newBuilder().setName("Features");
        Stream.of("airport", "aircraft", "operator", "state", "phase", "time_of_day")
                .forEach(name -> add(features, name, FieldDescriptorProto.Type.TYPE_STRING));
        add(features, "month", FieldDescriptorProto.Type.TYPE_INT32);
        DescriptorProto.Builder labels = DescriptorProto.newBuilder().setName("Labels");
        add(labels, "size", FieldDescriptorProto.Type.TYPE_STRING);
        add(labels, "damage", FieldDescriptorProto.Type.TYPE_BOOL);
        add(labels, "speed", FieldDescriptorProto.Type.TYPE_DOUBLE);
        DescriptorProto.Builder strike = DescriptorProto.newBuilder().setName("Strike");
        add(strike, "id", FieldDescriptorProto.Type.TYPE_STRING);
        add(strike, "time", FieldDescriptorProto.Type.TYPE_STRING);
        add(strike, "features", FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("Features");
        add(strike, "labels", FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("Labels");
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("strike.proto")
                .setSyntax("proto3")
                .addMessageType(features)
                .addMessageType(labels)
                .addMessageType(strike)
                .build();
        try {
            return Descriptors.FileDescriptor.buildFrom(file, new Descriptors.FileDescriptor[0])
                    .findMessageTypeByName("Strike");
        } catch (Descriptors.DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private static FieldDescriptorProto.Builder add(
            DescriptorProto.Builder message, String name, FieldDescriptorProto.Type type) {
        int index = message.getFieldCount();
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + name));
        return message.addFieldBuilder()
                .setName(name)
                .setNumber(index + 1)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setOneofIndex(index)
                .setProto3Optional(true);
    }
}
