package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** Events wait in state, so their bytes are a promise (docs/state-format.md). */
class EventBytesTest {

  private static final Event EVENT =
      new Event(
          "k\uD83D\uDE00",
          1_296_604_800_123L,
          new float[] {-0f, Float.MIN_VALUE, Float.NaN},
          new Origin(
              "t\u00f6pic",
              3,
              1L << 40,
              List.of(new RecordHeader("trace", new byte[] {0, -1}), new RecordHeader("", null))));

  @Test
  void theBytesOfVersionOneAreReadAndWritten() throws IOException {
    byte[] bytes;
    try (InputStream fixture = getClass().getResourceAsStream("event-v1.bin")) {
      bytes = fixture.readAllBytes();
    }
    assertThat(EventSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes)))
        .isEqualTo(EVENT);
    DataOutputSerializer written = new DataOutputSerializer(64);
    EventSerializer.INSTANCE.serialize(EVENT, written);
    assertThat(written.getCopyOfBuffer()).isEqualTo(bytes);
  }

  @Test
  void aSnapshotNamesTheVersionOfItsEvents() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TypeSerializerSnapshot<Event> now = EventSerializer.INSTANCE.snapshotConfiguration();
    TypeSerializerSnapshot.writeVersionedSnapshot(new DataOutputViewStreamWrapper(bytes), now);
    TypeSerializerSnapshot<Event> found =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputViewStreamWrapper(new ByteArrayInputStream(bytes.toByteArray())),
            getClass().getClassLoader());
    assertThat(found.getCurrentVersion()).isEqualTo(1);
    assertThat(now.resolveSchemaCompatibility(found).isCompatibleAsIs()).isTrue();
    assertThat(found.restoreSerializer()).isEqualTo(EventSerializer.INSTANCE);
  }

  @Test
  void eventsOfALaterVersionAreRefused() {
    EventSerializer.Snapshot snapshot = new EventSerializer.Snapshot();
    assertThatThrownBy(
            () ->
                snapshot.readSnapshot(
                    2, new DataInputDeserializer(new byte[0]), getClass().getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("events in state: found version 2, expected 1");
  }
}
