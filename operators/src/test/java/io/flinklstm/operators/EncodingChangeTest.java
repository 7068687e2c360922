package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.state.StateEncoding;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that is restarted with another encoding goes on from the states that it finds. */
class EncodingChangeTest {

  private static final SmallModel MODEL = SmallModel.PLAIN;
  private static final int BEFORE = 120;
  private static final List<Reading> READINGS = Readings.random(11, 240, 5);

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whatWasKeptInFullIsRoundedWhenItsKeyComes(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.open(MODEL, LstmOptions.DEFAULT, backend)) {
      for (Reading reading : READINGS.subList(0, BEFORE)) {
        harness.process(reading);
      }
      snapshot = harness.checkpoint(1);
    }
    LstmOptions rounded = LstmOptions.DEFAULT.withEncoding(StateEncoding.FLOAT16);
    List<Prediction<Reading>> found;
    try (LstmHarness harness = LstmHarness.restore(MODEL, rounded, backend, snapshot)) {
      for (Reading reading : READINGS.subList(BEFORE, READINGS.size())) {
        harness.process(reading);
      }
      harness.endInput();
      found = harness.predictions();
    }
    for (int key = 0; key < 5; key++) {
      String sensor = "sensor-" + key;
      assertThat(
              found.stream().filter(p -> p.event().sensor.equals(sensor)).map(Prediction::outputs))
          .containsExactlyElementsOf(expected(sensor));
    }
  }

  /** One step at a time: all of the first part in full, all of the second rounded. */
  private static List<float[]> expected(String sensor) {
    Network network = MODEL.load();
    Workspace workspace = network.newWorkspace(1);
    float[] recurrent = network.initialState();
    double[] running = new double[network.runningNumbers()];
    List<float[]> outputs = new ArrayList<>();
    for (int i = 0; i < READINGS.size(); i++) {
      Reading reading = READINGS.get(i);
      if (reading.sensor.equals(sensor)) {
        if (i >= BEFORE) {
          StateEncoding.FLOAT16.round(recurrent);
        }
        float[] values = new float[network.fields()];
        Reading.extract(reading, values);
        workspace.set(0, reading.time, values, recurrent, running);
        network.advance(workspace, 1);
        if (i >= BEFORE) {
          outputs.add(workspace.outputs(0).clone());
        }
      }
    }
    return outputs;
  }
}
