package io.flinklstm.operators.result;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The event's bytes, then the numbers. */
public final class WindowResultSerializer<T> extends EventSerializer<T, WindowResult<T>> {

  private static final long serialVersionUID = 1;

  public WindowResultSerializer(TypeSerializer<T> event) {
    super(event);
  }

  @Override
  public void serialize(WindowResult<T> result, DataOutputView out) throws IOException {
    event.serialize(result.event(), out);
    out.writeLong(result.step());
    out.writeInt(result.length());
    out.writeInt(result.outputs().length);
    for (float[] row : result.outputs()) {
      out.writeInt(row.length);
      for (float value : row) {
        out.writeFloat(value);
      }
    }
    out.writeLong(result.fingerprint());
  }

  @Override
  public WindowResult<T> deserialize(DataInputView in) throws IOException {
    return new WindowResult<>(
        event.deserialize(in), in.readLong(), in.readInt(), outputs(in), in.readLong());
  }

  private static float[][] outputs(DataInputView in) throws IOException {
    float[][] rows = new float[in.readInt()][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = new float[in.readInt()];
      for (int j = 0; j < rows[t].length; j++) {
        rows[t][j] = in.readFloat();
      }
    }
    return rows;
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    event.copy(in, out);
    out.write(in, Long.BYTES + Integer.BYTES);
    int rows = in.readInt();
    out.writeInt(rows);
    for (int t = 0; t < rows; t++) {
      int length = in.readInt();
      out.writeInt(length);
      out.write(in, length * Float.BYTES);
    }
    out.write(in, Long.BYTES);
  }

  @Override
  public WindowResult<T> copy(WindowResult<T> from) {
    float[][] rows = new float[from.outputs().length][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = from.outputs()[t].clone();
    }
    return new WindowResult<>(
        event.copy(from.event()), from.step(), from.length(), rows, from.fingerprint());
  }

  @Override
  public WindowResult<T> createInstance() {
    return new WindowResult<>(event.createInstance(), 0, 0, new float[0][], 0);
  }

  @Override
  public WindowResultSerializer<T> duplicate() {
    return new WindowResultSerializer<>(event.duplicate());
  }

  @Override
  public TypeSerializerSnapshot<WindowResult<T>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** Compatible where the event's serializer is. */
  public static final class Snapshot<T>
      extends CompositeTypeSerializerSnapshot<WindowResult<T>, WindowResultSerializer<T>> {

    private static final int VERSION = 1;

    /** For Flink, which fills it from the checkpoint. */
    public Snapshot() {}

    Snapshot(WindowResultSerializer<T> serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return VERSION;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(WindowResultSerializer<T> serializer) {
      return new TypeSerializer<?>[] {serializer.event};
    }

    @Override
    @SuppressWarnings("unchecked") // the one nested serializer is the event's
    protected WindowResultSerializer<T> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new WindowResultSerializer<>((TypeSerializer<T>) nested[0]);
    }
  }
}
