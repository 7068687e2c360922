package io.flinklstm.jobs.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import io.flinklstm.state.StateLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A line of an exported file holds every bit of a state. */
class StateLineTest {

  private static KeyState state(float[] recurrent, double... running) {
    KeyState state =
        new KeyState(
            new StateLayout(recurrent.length, running.length, 0xfedcba98),
            0xfedcba9876543210L,
            recurrent);
    System.arraycopy(running, 0, state.running(), 0, running.length);
    return state;
  }

  private static void survives(KeyState state) {
    byte[] bytes = KeyStateCodec.toBytes(state);
    assertThat(KeyStateCodec.toBytes(StateLine.read(StateLine.write("k", state)).f1))
        .isEqualTo(bytes);
  }

  @Test
  void anyBitsOfFloatsComeBack() {
    Random random = new Random(6);
    float[] floats = new float[100_000];
    double[] doubles = new double[10_000];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(random.nextInt());
    }
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = Double.longBitsToDouble(random.nextLong());
    }
    survives(state(floats, doubles));
  }

  @Test
  void zerosInfinitiesAndNanPayloadsComeBack() {
    float[] floats = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, 0f};
    floats[5] = Float.intBitsToFloat(0x7fc12345);
    survives(state(floats, -0.0, Double.NEGATIVE_INFINITY, Double.longBitsToDouble(-1L)));
  }

  @Test
  void everythingOfASequenceComesBack() {
    KeyState state = state(new float[] {1, 2});
    state.step(-5);
    state.beginSequence();
    state.step(Long.MAX_VALUE);
    state.timer(Long.MAX_VALUE);
    state.label(3);
    state.remember(new float[] {0.1f, Float.NaN});
    survives(state);
    assertThat(StateLine.read(StateLine.write("ä\n\"", state)).f0).isEqualTo("ä\n\"");
  }

  @Test
  void aLineThatIsNoneIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateLine.read("{\"key\":\"k\"}"))
        .withMessage("field recurrent is missing");
    assertThatIllegalArgumentException().isThrownBy(() -> StateLine.read("{"));
  }
}
