package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of Protocol Buffers become events, and whatever is none becomes a sentence. */
class ProtobufEventParserTest {

  private static final Origin ORIGIN = new Origin("in", 0, 7);

  /**
   * What protoc would make of: {@code message Reading { string id = 1; Timestamp at = 2; Body body
   * = 3; Reading next = 4; uint64 written = 5; fixed64 sent = 6; } message Body { double celsius =
   * 1; optional float humidity = 2; repeated int32 counts = 3; map<string, uint64> tags = 4; Mode
   * mode = 5; }}.
   */
  private static final FileDescriptorProto FILE =
      FileDescriptorProto.newBuilder()
          .setName("reading.proto")
          .setPackage("plant")
          .setSyntax("proto3")
          .addDependency("google/protobuf/timestamp.proto")
          .addEnumType(
              EnumDescriptorProto.newBuilder()
                  .setName("Mode")
                  .addValue(EnumValueDescriptorProto.newBuilder().setName("IDLE").setNumber(0))
                  .addValue(EnumValueDescriptorProto.newBuilder().setName("BUSY").setNumber(1)))
          .addMessageType(
              DescriptorProto.newBuilder()
                  .setName("Reading")
                  .addField(field("id", 1, Type.TYPE_STRING))
                  .addField(message("at", 2, ".google.protobuf.Timestamp"))
                  .addField(message("body", 3, ".plant.Body"))
                  .addField(message("next", 4, ".plant.Reading"))
                  .addField(field("written", 5, Type.TYPE_UINT64))
                  .addField(field("sent", 6, Type.TYPE_FIXED64)))
          .addMessageType(
              DescriptorProto.newBuilder()
                  .setName("Body")
                  .addField(field("celsius", 1, Type.TYPE_DOUBLE))
                  .addField(
                      field("humidity", 2, Type.TYPE_FLOAT)
                          .setProto3Optional(true)
                          .setOneofIndex(0))
                  .addField(field("counts", 3, Type.TYPE_INT32).setLabel(Label.LABEL_REPEATED))
                  .addField(
                      message("tags", 4, ".plant.Body.TagsEntry").setLabel(Label.LABEL_REPEATED))
                  .addField(field("mode", 5, Type.TYPE_ENUM).setTypeName(".plant.Mode"))
                  .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_humidity"))
                  .addNestedType(
                      DescriptorProto.newBuilder()
                          .setName("TagsEntry")
                          .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                          .addField(field("key", 1, Type.TYPE_STRING))
                          .addField(field("value", 2, Type.TYPE_UINT64))))
          .build();

  private static final byte[] DESCRIPTORS =
      FileDescriptorSet.newBuilder()
          .addFile(TimestampProto.getDescriptor().toProto())
          .addFile(FILE)
          .build()
          .toByteArray();
  private static final ProtobufMessage READING = new ProtobufMessage(DESCRIPTORS, "plant.Reading");

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  private static FieldDescriptorProto.Builder message(String name, int number, String type) {
    return field(name, number, Type.TYPE_MESSAGE).setTypeName(type);
  }

  private static FieldReading number(String path) {
    return new FieldReading.Number(FieldPath.parse(path));
  }

  private static Layout layout(FieldReading... values) {
    return timedBy("at", values);
  }

  private static Layout timedBy(String time, FieldReading... values) {
    return new Layout(
        new RecordFormat.Protobuf(READING),
        FieldPath.parse("id"),
        FieldPath.parse(time),
        List.of(values),
        values.length);
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] reading(Fields body) {
    return bytes(
        out -> {
          out.writeString(1, "pump");
          Timestamp at =
              Timestamp.newBuilder().setSeconds(1_296_604_800).setNanos(5_999_999).build();
          out.writeMessage(2, at);
          out.writeByteArray(3, bytes(body));
        });
  }

  private static Incoming read(Layout layout, byte[] value) {
    return new IncomingReader(layout).read(value, ORIGIN);
  }

  private static String reason(Layout layout, byte[] value) {
    assertThat(read(layout, value)).isInstanceOf(DeadLetter.class);
    return ((DeadLetter) read(layout, value)).reason();
  }

  @Test
  void pathsLeadIntoMessagesRepeatedFieldsAndMaps() {
    FieldPath mode = FieldPath.parse("body.mode");
    Layout layout =
        layout(
            number("body.celsius"),
            number("body.humidity"),
            number("body.counts[1]"),
            number("body.counts[2]"),
            number("body.tags.left"),
            number("body.tags.right"),
            new FieldReading.OneHot(mode, new Categories(List.of("IDLE", "BUSY")), 1));
    byte[] message =
        reading(
            out -> {
              out.writeDouble(1, 21.3);
              out.writeFloat(2, 0.5f);
              out.writeByteArray(3, new byte[] {5, 6});
              out.writeByteArray(4, bytes(entry -> entry.writeString(1, "left")));
              out.writeByteArray(4, bytes(ProtobufEventParserTest::leftIsLargest));
              out.writeEnum(5, 1);
            });
    float nothing = Float.NaN;
    float largest = 1.8446744073709552E19f;
    assertThat(read(layout, message))
        .isEqualTo(
            new Event(
                "pump",
                1_296_604_800_005L,
                new float[] {21.3f, 0.5f, 6, nothing, largest, nothing, 1},
                ORIGIN));
  }

  private static void leftIsLargest(CodedOutputStream entry) throws IOException {
    entry.writeString(1, "left");
    entry.writeUInt64(2, -1);
  }

  @Test
  void timesMayBeNumbersWithoutASign() {
    FieldReading none = number("body.celsius");
    byte[] message =
        bytes(
            out -> {
              out.writeString(1, "pump");
              out.writeUInt64(5, 1_296_604_800_005L);
              out.writeFixed64(6, 1_296_604_800_006L);
            });
    assertThat(read(timedBy("written", none), message))
        .isEqualTo(new Event("pump", 1_296_604_800_005L, new float[] {Float.NaN}, ORIGIN));
    assertThat(read(timedBy("sent", none), message))
        .isEqualTo(new Event("pump", 1_296_604_800_006L, new float[] {Float.NaN}, ORIGIN));
    byte[] beyond =
        bytes(
            out -> {
              out.writeString(1, "pump");
              out.writeFixed64(6, -1);
            });
    assertThat(reason(timedBy("sent", none), beyond))
        .isEqualTo(
            "field sent: found 18446744073709551615, expected a time in the years 1 to 9999");
  }

  @Test
  void aFieldThatIsNotSetIsMissingWhereThatIsKnownAndElseZero() {
    FieldReading category =
        new FieldReading.Index(FieldPath.parse("body.mode"), new Categories(List.of("BUSY")));
    Layout layout =
        layout(number("body.celsius"), number("body.humidity"), number("next.body.celsius"));
    assertThat(((Event) read(layout, reading(out -> {}))).values())
        .containsExactly(0, Float.NaN, Float.NaN);
    Event unknown = (Event) read(layout(category), reading(out -> out.writeEnum(5, 77)));
    assertThat(unknown.values()).containsExactly(Float.NaN);
    assertThat(reason(layout(number("body.mode")), reading(out -> {})))
        .isEqualTo("field body.mode: found a string, expected a number");
    assertThat(reason(layout, bytes(out -> out.writeString(1, "a"))))
        .isEqualTo("field at is missing");
    assertThat(reason(layout, new byte[] {0x22, 0}))
        .isEqualTo("field id: found 0 characters, expected 1 to 1024");
  }

  @Test
  void whatIsNoMessageIsSaid() {
    Layout layout = layout(number("body.celsius"));
    assertThat(reason(layout, new byte[0])).isEqualTo("empty, expected a message plant.Reading");
    assertThat(reason(layout, new byte[] {10, -1, -1, -1, -1, 7}))
        .startsWith("not a message plant.Reading: ");
    assertThat(reason(layout, new byte[] {10, 2, (byte) 0xc3, 0})).startsWith("not a message");
    byte[] endless = {};
    for (int i = 0; i < 40; i++) {
      byte[] inner = endless;
      endless = bytes(out -> out.writeByteArray(4, inner));
    }
    assertThat(reason(layout, endless)).startsWith("not a message plant.Reading: ");
    assertThat(reason(layout, new byte[1 << 17])).contains("expected at most 65536");
    byte[] late =
        bytes(out -> out.writeMessage(2, Timestamp.newBuilder().setSeconds(1L << 60).build()));
    byte[] keyed =
        ByteString.copyFrom(bytes(out -> out.writeString(1, "a")))
            .concat(ByteString.copyFrom(late))
            .toByteArray();
    assertThat(reason(layout, keyed)).contains("expected a time in the years 1 to 9999");
  }

  @Test
  void aMessageKnowsWhichPathsLeadSomewhere() {
    assertThat(List.of("id", "at", "body.counts", "body.counts[9]", "body.tags.x", "next.next.id"))
        .allMatch(path -> READING.has(FieldPath.parse(path)));
    assertThat(List.of("key", "body.x", "body.counts.x", "body.tags[0].x", "id.x", "id[0]"))
        .noneMatch(path -> READING.has(FieldPath.parse(path)));
  }

  @Test
  void descriptorsThatDoNotHaveTheMessageAreRefused() {
    assertThatThrownBy(() -> new ProtobufMessage(DESCRIPTORS, "plant.Raeding"))
        .hasMessageContaining("no message plant.Raeding but [")
        .hasMessageContaining("plant.Reading");
    assertThatThrownBy(() -> new ProtobufMessage(new byte[] {1}, "a"))
        .hasMessageContaining("no set of descriptors");
    byte[] alone = FileDescriptorSet.newBuilder().addFile(FILE).build().toByteArray();
    assertThatThrownBy(() -> new ProtobufMessage(alone, "plant.Reading"))
        .hasMessageContaining("without google/protobuf/timestamp.proto before it")
        .hasMessageContaining("--include_imports");
  }
}
