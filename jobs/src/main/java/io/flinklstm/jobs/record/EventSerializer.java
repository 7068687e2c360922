package io.flinklstm.jobs.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Events between source and operator, and in its state: those that wait for the watermark, or whose
 * result waits for the end of a sequence. So these bytes are a promise (docs/state-format.md), and
 * their version is in the snapshot.
 */
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
  public static final class Snapshot implements TypeSerializerSnapshot<Event> {

    private static final int VERSION = 1; // of an event's bytes

    @Override
    public int getCurrentVersion() {
      return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView target) {
      // the version, which Flink writes, says it all
    }

    @Override
    public void readSnapshot(int version, DataInputView source, ClassLoader loader)
        throws IOException {
      if (version != VERSION) {
        throw new IOException(
            "events in state: found version "
                + version
                + ", expected "
                + VERSION
                + "; restore with the version of flink-lstm that wrote it, or a later one");
      }
    }

    @Override
    public TypeSerializer<Event> restoreSerializer() {
      return INSTANCE;
    }

    @Override
    public TypeSerializerSchemaCompatibility<Event> resolveSchemaCompatibility(
        TypeSerializerSnapshot<Event> old) {
      return old instanceof Snapshot
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
