package io.flinklstm.operators.result;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The event's bytes, then the reason's position and the text. */
public final class RejectedSerializer<T> extends EventSerializer<T, Rejected<T>> {

  private static final long serialVersionUID = 1;
  private static final Rejected.Reason[] REASONS = Rejected.Reason.values();

  public RejectedSerializer(TypeSerializer<T> event) {
    super(event);
  }

  @Override
  public void serialize(Rejected<T> rejected, DataOutputView out) throws IOException {
    event.serialize(rejected.event(), out);
    out.writeByte(rejected.reason().ordinal());
    StringValue.writeString(rejected.text(), out);
  }

  @Override
  public Rejected<T> deserialize(DataInputView in) throws IOException {
    return new Rejected<>(
        event.deserialize(in), REASONS[in.readUnsignedByte()], StringValue.readString(in));
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    event.copy(in, out);
    out.writeByte(in.readByte());
    StringValue.copyString(in, out);
  }

  @Override
  public Rejected<T> copy(Rejected<T> from) {
    return new Rejected<>(event.copy(from.event()), from.reason(), from.text());
  }

  @Override
  public Rejected<T> createInstance() {
    return new Rejected<>(event.createInstance(), REASONS[0], "");
  }

  @Override
  public RejectedSerializer<T> duplicate() {
    return new RejectedSerializer<>(event.duplicate());
  }

  @Override
  public TypeSerializerSnapshot<Rejected<T>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** Compatible where the event's serializer is. */
  public static final class Snapshot<T>
      extends CompositeTypeSerializerSnapshot<Rejected<T>, RejectedSerializer<T>> {

    private static final int VERSION = 1;

    /** For Flink, which fills it from the checkpoint. */
    public Snapshot() {}

    Snapshot(RejectedSerializer<T> serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return VERSION;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(RejectedSerializer<T> serializer) {
      return new TypeSerializer<?>[] {serializer.event};
    }

    @Override
    @SuppressWarnings("unchecked") // the one nested serializer is the event's
    protected RejectedSerializer<T> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RejectedSerializer<>((TypeSerializer<T>) nested[0]);
    }
  }
}
