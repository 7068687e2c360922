package io.flinklstm.benchmarks;

/** A key's state as one would write it down: a POJO for Flink, and for Kryo. */
public final class PlainState {

  public float[] floats = {};
  public long steps;
  public long lastEventTime;

  static PlainState of(int floats) {
    PlainState state = new PlainState();
    state.floats = values(floats);
    state.steps = 1;
    state.lastEventTime = 1_700_000_000_000L;
    return state;
  }

  float[] floats() {
    return floats;
  }

  /** Between -1 and 1. */
  static float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i);
    }
    return values;
  }
}
