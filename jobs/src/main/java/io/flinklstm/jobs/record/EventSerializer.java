package io.flinklstm.jobs.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Events between source and operator. */
public final class EventSerializer extends ValueSerializer<Event> {

  public static final EventSerializer INSTANCE = new EventSerializer();

  private static final long serialVersionUID = 1;

  @Override
  public Event createInstance() {
    return new Event("", 0, new float[0], new Origin("", 0, 0));
  }

  @Override
  public void serialize(Event event, DataOutputView target) throws IOException {
    OriginFields.write(event.origin(), target);
    StringValue.writeString(event.key(), target);
    target.writeLong(event.time());
    target.writeInt(event.values().length);
    for (float value : event.values()) {
      target.writeInt(Float.floatToRawIntBits(value));
    }
  }

  @Override
  public Event deserialize(DataInputView source) throws IOException {
    Origin origin = OriginFields.read(source);
    String key = StringValue.readString(source);
    long time = source.readLong();
    float[] values = new float[source.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(source.readInt());
    }
    return new Event(key, time, values, origin);
  }

  @Override
  public TypeSerializerSnapshot<Event> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Found by Flink under this name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Event> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
