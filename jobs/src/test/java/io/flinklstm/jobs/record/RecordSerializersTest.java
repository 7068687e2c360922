package io.flinklstm.jobs.record;

import java.util.List;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Nested;

class RecordSerializersTest {

  private static final Origin ORIGIN =
      new Origin(
          "t\u00f6pic",
          Integer.MAX_VALUE,
          Long.MAX_VALUE,
          List.of(
              new RecordHeader("trace", new byte[] {0, -1}),
              new RecordHeader("trace", new byte[0]),
              new RecordHeader("", null)));
  private static final Event EVENT =
      new Event("k\uD83D\uDE00", Long.MIN_VALUE, new float[] {-0f, Float.MIN_VALUE}, ORIGIN);
  private static final Event NARROW = new Event("", 0, new float[0], new Origin("", 0, 0));
  private static final DeadLetter LETTER =
      new DeadLetter(ORIGIN, "why", 1_000_000, new byte[] {0, -1, 127});
  private static final DeadLetter TOMBSTONE = DeadLetter.of(ORIGIN, null, "");

  @Nested
  class OfEvents extends Contract<Event> {
    OfEvents() {
      super(Event.class, EventSerializer.INSTANCE, EVENT, NARROW);
    }
  }

  @Nested
  class OfDeadLetters extends Contract<DeadLetter> {
    OfDeadLetters() {
      super(DeadLetter.class, DeadLetterSerializer.INSTANCE, LETTER, TOMBSTONE);
    }
  }

  @Nested
  class OfIncoming extends Contract<Incoming> {
    OfIncoming() {
      super(Incoming.class, IncomingSerializer.INSTANCE, EVENT, LETTER, NARROW, TOMBSTONE);
    }
  }

  @Nested
  class OfOutgoing extends Contract<Outgoing> {
    OfOutgoing() {
      super(
          Outgoing.class,
          OutgoingSerializer.INSTANCE,
          new Outgoing("t", new byte[] {1}, new byte[] {2, 3}, ORIGIN.headers()),
          new Outgoing("", null, new byte[0], List.of()));
    }
  }

  /** Flink's own contract for serializers. */
  abstract static class Contract<T> extends SerializerTestBase<T> {

    private final Class<T> type;
    private final TypeSerializer<T> serializer;
    private final T[] data;

    @SafeVarargs
    Contract(Class<T> type, TypeSerializer<T> serializer, T... data) {
      this.type = type;
      this.serializer = serializer;
      this.data = data;
    }

    @Override
    protected TypeSerializer<T> createSerializer() {
      return serializer;
    }

    @Override
    protected int getLength() {
      return -1;
    }

    @Override
    protected Class<T> getTypeClass() {
      return type;
    }

    @Override
    protected T[] getTestData() {
      return data;
    }
  }
}
