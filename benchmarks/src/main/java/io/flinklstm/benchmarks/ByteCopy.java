package io.flinklstm.benchmarks;

import java.nio.ByteBuffer;

/** Copies as many bytes as our state takes to another place, and back to a third. */
final class ByteCopy implements Contender {

  private static final int HEADER = 40;

  private final boolean anew; // the third is made for each copy, as a state read must be
  private final byte[] from;
  private final byte[] over;
  private byte[] to;

  ByteCopy(int floats, boolean anew) {
    this.anew = anew;
    from = new byte[HEADER + Float.BYTES * floats];
    ByteBuffer.wrap(from).position(HEADER).slice().asFloatBuffer().put(PlainState.values(floats));
    over = new byte[from.length];
    to = new byte[from.length];
  }

  @Override
  public String name() {
    return anew ? "copy of the bytes, into a new array" : "copy of the bytes";
  }

  @Override
  public void step() {
    System.arraycopy(from, 0, over, 0, over.length);
    if (anew) {
      to = new byte[over.length];
    }
    System.arraycopy(over, 0, to, 0, over.length);
  }

  @Override
  public float[] hidden() {
    float[] floats = new float[(to.length - HEADER) / Float.BYTES];
    ByteBuffer.wrap(to).position(HEADER).slice().asFloatBuffer().get(floats);
    return floats;
  }
}
