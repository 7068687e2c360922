package io.flinklstm.jobs.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Network;
import io.flinklstm.jobs.DemoModel;
import io.flinklstm.state.History;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import io.flinklstm.state.StateEncoding;
import io.flinklstm.state.StateLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource
  void everyEncodingAndTheRowsOfHistoryComeBack(StateEncoding encoding) {
    Random random = new Random(16);
    float[] floats = new float[1_001];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) random.nextGaussian() * (1 << i % 20);
    }
    KeyState state = state(floats, 0.1);
    state.encodeAs(encoding);
    for (int i = 0; i < 9; i++) {
      float[] row = {random.nextFloat(), -0f, 1};
      state.history().append(row, i == 3 ? History.UNTIMED : Long.MAX_VALUE - i, 7);
    }
    survives(state);
    KeyState read = StateLine.read(StateLine.write("k", state)).f1;
    assertThat(read.history()).isEqualTo(state.history());
    assertThat(read).isEqualTo(state);
  }

  @Test
  void whatIsEditedIsRoundedToItsEncoding() {
    KeyState state = state(new float[] {1});
    state.encodeAs(StateEncoding.FLOAT16);
    String line = StateLine.write("k", state).replace("[1.0]", "[0.1]");
    assertThat(StateLine.read(line).f1.recurrent()).containsExactly(0.099975586f);
  }

  @Test
  void hiddenAndCellStateAreTakenApartWhereTheModelIsKnown() {
    Network network = DemoModel.source().load();
    KeyState state =
        new KeyState(StateLayout.of(network), network.fingerprint(), network.initialState());
    int hidden = network.recurrentFloats() / 2;
    for (int i = 0; i < 2 * hidden; i++) {
      state.recurrent()[i] = i;
    }
    String line = new HiddenAndCell(network).line("k", state);
    assertThat(line)
        .contains("\"h\":[[0.0,1.0,")
        .contains("\"c\":[[" + hidden + ".0," + (hidden + 1) + ".0,")
        .doesNotContain("recurrent");
    assertThatThrownBy(() -> new HiddenAndCell(network).line("k", state(new float[] {1})))
        .hasMessageContaining("give the model that made it");
  }

  @Test
  void aLineThatIsNoneIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateLine.read("{\"key\":\"k\"}"))
        .withMessage("field recurrent is missing");
    assertThatIllegalArgumentException().isThrownBy(() -> StateLine.read("{"));
    String half =
        StateLine.write("k", state(new float[] {1})).replace("{", "{\"encoding\":\"half\",");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateLine.read(half))
        .withMessage("encoding: found half, expected float32, float16 or bfloat16");
  }
}
