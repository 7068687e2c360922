package io.flinklstm.jobs.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Events and dead letters in one stream: whether it is an event, then the one or the other. */
public final class IncomingSerializer extends ValueSerializer<Incoming> {

  public static final IncomingSerializer INSTANCE = new IncomingSerializer();

  private static final long serialVersionUID = 1;

  @Override
  public Incoming createInstance() {
    return EventSerializer.INSTANCE.createInstance();
  }

  @Override
  public void serialize(Incoming record, DataOutputView target) throws IOException {
    target.writeBoolean(record instanceof Event);
    if (record instanceof Event event) {
      EventSerializer.INSTANCE.serialize(event, target);
    } else {
      DeadLetterSerializer.INSTANCE.serialize((DeadLetter) record, target);
    }
  }

  @Override
  public Incoming deserialize(DataInputView source) throws IOException {
    return source.readBoolean()
        ? EventSerializer.INSTANCE.deserialize(source)
        : DeadLetterSerializer.INSTANCE.deserialize(source);
  }

  @Override
  public TypeSerializerSnapshot<Incoming> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Found by Flink under this name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Incoming> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
