package io.flinklstm.benchmarks.operator;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;

/** What the jobs are fed with. Writes itself, so that little of the time is serialization. */
public final class Event implements CopyableValue<Event> {

  static final int INPUTS = 8;

  private static final int LENGTH = Long.BYTES + 2 + INPUTS * Float.BYTES;

  long key;
  boolean first; // of a turn
  boolean timed; // its way through the operator is measured
  final float[] x = new float[INPUTS];
  transient long arrived; // in nanoseconds

  /** For Flink. */
  public Event() {}

  Long key() {
    return key;
  }

  @Override
  public int getBinaryLength() {
    return LENGTH;
  }

  @Override
  public void copyTo(Event target) {
    target.key = key;
    target.first = first;
    target.timed = timed;
    System.arraycopy(x, 0, target.x, 0, INPUTS);
    target.arrived = arrived;
  }

  @Override
  public Event copy() {
    Event copy = new Event();
    copyTo(copy);
    return copy;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.write(source, LENGTH);
  }

  @Override
  public void write(DataOutputView out) throws IOException {
    out.writeLong(key);
    out.writeBoolean(first);
    out.writeBoolean(timed);
    for (float value : x) {
      out.writeFloat(value);
    }
  }

  @Override
  public void read(DataInputView in) throws IOException {
    key = in.readLong();
    first = in.readBoolean();
    timed = in.readBoolean();
    for (int i = 0; i < INPUTS; i++) {
      x[i] = in.readFloat();
    }
  }
}
