package io.flinklstm.jobs.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Dead letters between source and sink. */
public final class DeadLetterSerializer extends ValueSerializer<DeadLetter> {

  public static final DeadLetterSerializer INSTANCE = new DeadLetterSerializer();

  private static final long serialVersionUID = 1;

  @Override
  public DeadLetter createInstance() {
    return DeadLetter.of(new Origin("", 0, 0), null, "");
  }

  @Override
  public void serialize(DeadLetter letter, DataOutputView target) throws IOException {
    OriginFields.write(letter.origin(), target);
    StringValue.writeString(letter.reason(), target);
    target.writeInt(letter.length());
    writeBytes(letter.head(), target);
  }

  @Override
  public DeadLetter deserialize(DataInputView source) throws IOException {
    Origin origin = OriginFields.read(source);
    String reason = StringValue.readString(source);
    return new DeadLetter(origin, reason, source.readInt(), readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<DeadLetter> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Found by Flink under this name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<DeadLetter> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
