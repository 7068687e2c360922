package io.flinklstm.state;

/** States to be written and read, each unlike itself in every other field. */
final class States {

  private States() {}

  static KeyState of(int floats, int numbers, long steps) {
    KeyState state =
        new KeyState(new StateLayout(floats, numbers, 0x1234_5678), -5L << 40, new float[floats]);
    for (int i = 0; i < floats; i++) {
      state.recurrent()[i] = (i + 1) / 3f * (i % 2 == 0 ? 1 : -1);
    }
    for (int i = 0; i < numbers; i++) {
      state.running()[i] = (i + 1) * 1e100 / 7;
    }
    for (long s = 0; s < steps; s++) {
      state.step(1_700_000_000_000L + s);
    }
    return state;
  }

  static KeyState inSequence() {
    KeyState state = of(6, 3, 2);
    state.beginSequence();
    state.step(1_700_000_000_002L);
    state.timer(1_700_000_060_000L);
    state.label(3);
    state.remember(new float[] {1.5f, Float.MIN_VALUE, -2f});
    return state;
  }

  static KeyState withHistory() {
    KeyState state = of(0, 0, 4);
    for (int row = 0; row < 4; row++) {
      state.history().append(new float[] {row + 0.5f, -row}, 1_700_000_000_000L + row, 3);
    }
    return state;
  }

  /** An odd number of floats, and fields behind them. */
  static KeyState encoded(StateEncoding encoding) {
    KeyState state = of(5, 3, 2);
    state.beginSequence();
    state.step(1_700_000_000_002L);
    state.remember(new float[] {0.1f});
    state.history().append(new float[] {0.1f, -7f}, 1_700_000_000_002L, 1);
    state.encodeAs(encoding);
    return state;
  }

  static KeyState withoutTime() {
    KeyState state = of(3, 2, 0);
    state.step();
    return state;
  }

  static KeyState withOddBits() {
    KeyState state = of(5, 3, 1);
    state.recurrent()[0] = -0f;
    state.recurrent()[1] = Float.MIN_VALUE;
    state.recurrent()[2] = Float.intBitsToFloat(0x7fc0_1234);
    state.running()[0] = -0.0;
    state.running()[1] = Double.MIN_VALUE;
    return state;
  }
}
