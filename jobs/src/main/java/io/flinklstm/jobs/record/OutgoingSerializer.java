package io.flinklstm.jobs.record;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Records between formatting and sink. */
public final class OutgoingSerializer extends ValueSerializer<Outgoing> {

  public static final OutgoingSerializer INSTANCE = new OutgoingSerializer();

  private static final long serialVersionUID = 1;

  @Override
  public Outgoing createInstance() {
    return new Outgoing("", null, new byte[0], List.of());
  }

  @Override
  public void serialize(Outgoing record, DataOutputView target) throws IOException {
    StringValue.writeString(record.topic(), target);
    target.writeBoolean(record.key() != null);
    if (record.key() != null) {
      writeBytes(record.key(), target);
    }
    writeBytes(record.value(), target);
    HeaderFields.write(record.headers(), target);
  }

  @Override
  public Outgoing deserialize(DataInputView source) throws IOException {
    String topic = StringValue.readString(source);
    byte[] key = source.readBoolean() ? readBytes(source) : null;
    return new Outgoing(topic, key, readBytes(source), HeaderFields.read(source));
  }

  @Override
  public TypeSerializerSnapshot<Outgoing> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Found by Flink under this name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Outgoing> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
