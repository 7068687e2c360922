package io.flinklstm.operators.result;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The event's bytes, then the numbers. */
public final class PredictionSerializer<T> extends EventSerializer<T, Prediction<T>> {

  private static final long serialVersionUID = 1;

  public PredictionSerializer(TypeSerializer<T> event) {
    super(event);
  }

  @Override
  public void serialize(Prediction<T> p, DataOutputView out) throws IOException {
    event.serialize(p.event(), out);
    out.writeLong(p.step());
    out.writeLong(p.sequenceStep());
    out.writeBoolean(p.warm());
    write(p.outputs(), out);
    StringValue.writeString(p.label(), out);
    write(p.expected(), out);
    out.writeDouble(p.error());
    out.writeDouble(p.score());
    out.writeLong(p.fingerprint());
  }

  @Override
  public Prediction<T> deserialize(DataInputView in) throws IOException {
    return new Prediction<>(
        event.deserialize(in),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        read(in),
        StringValue.readString(in),
        read(in),
        in.readDouble(),
        in.readDouble(),
        in.readLong());
  }

  private static void write(float[] values, DataOutputView out) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] read(DataInputView in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    event.copy(in, out);
    out.write(in, 2 * Long.BYTES + 1);
    copyFloats(in, out);
    StringValue.copyString(in, out);
    copyFloats(in, out);
    out.write(in, 2 * Double.BYTES + Long.BYTES);
  }

  private static void copyFloats(DataInputView in, DataOutputView out) throws IOException {
    int length = in.readInt();
    out.writeInt(length);
    out.write(in, length * Float.BYTES);
  }

  @Override
  public Prediction<T> copy(Prediction<T> p) {
    return new Prediction<>(
        event.copy(p.event()),
        p.step(),
        p.sequenceStep(),
        p.warm(),
        p.outputs().clone(),
        p.label(),
        p.expected().clone(),
        p.error(),
        p.score(),
        p.fingerprint());
  }

  @Override
  public Prediction<T> createInstance() {
    return new Prediction<>(
        event.createInstance(), 0, 0, false, new float[0], "", new float[0], 0, Double.NaN, 0);
  }

  @Override
  public PredictionSerializer<T> duplicate() {
    return new PredictionSerializer<>(event.duplicate());
  }

  @Override
  public TypeSerializerSnapshot<Prediction<T>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** Compatible where the event's serializer is. */
  public static final class Snapshot<T>
      extends CompositeTypeSerializerSnapshot<Prediction<T>, PredictionSerializer<T>> {

    private static final int VERSION = 1;

    /** For Flink, which fills it from the checkpoint. */
    public Snapshot() {}

    Snapshot(PredictionSerializer<T> serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return VERSION;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(PredictionSerializer<T> serializer) {
      return new TypeSerializer<?>[] {serializer.event};
    }

    @Override
    @SuppressWarnings("unchecked") // the one nested serializer is the event's
    protected PredictionSerializer<T> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new PredictionSerializer<>((TypeSerializer<T>) nested[0]);
    }
  }
}
