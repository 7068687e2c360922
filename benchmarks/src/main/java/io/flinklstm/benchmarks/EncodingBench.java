package io.flinklstm.benchmarks;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.models.ModelFile;
import io.flinklstm.models.UserDescription;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.safetensors.Safetensors;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateEncoding;
import io.flinklstm.state.StateLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How far outputs move when hidden and cell state are kept in 16 bits, over recorded sequences. Run
 * by {@code ./flink-lstm bench encodings DIRECTORY}, which holds a folder for each case.
 */
public final class EncodingBench {

  private static final int LAST = 20;

  /**
   * A recorded case.
   *
   * @param described what its model file does not say
   * @param batchFirst whether its input is (row, step, value) and not (step, row, value)
   */
  private record Recorded(String name, String described, boolean batchFirst) {

    float[] input(RawTensor input, int row, int step) {
      int[] shape = input.shape();
      float[] values = new float[shape[2]];
      int at = batchFirst ? row * shape[1] + step : step * shape[1] + row;
      System.arraycopy(input.floats(), at * values.length, values, 0, values.length);
      return values;
    }
  }

  private static final Recorded[] CASES = {
    new Recorded("lstm_1layer_odd", "", false),
    new Recorded("lstm_1layer_mul", "", false),
    new Recorded("lstm_2layer_odd", "", false),
    new Recorded("gru_mul", "", false),
    new Recorded("tutorial_lstm", "task: classify\noutput: last-step\nnonlinearity: tanh\n", true),
  };

  private EncodingBench() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("expected the directory of the recorded cases");
    }
    System.out.println(
        "| case | steps | encoding | largest | of the last 20 steps | outputs up to |");
    System.out.println("|---|---|---|---|---|---|");
    for (Recorded recorded : CASES) {
      Path folder = Path.of(args[0], recorded.name());
      Network network =
          ModelFile.read(
                  folder.resolve("state_dict.pt"),
                  new ModelFile.Options(
                      Optional.empty(),
                      recorded.described().isEmpty()
                          ? UserDescription.none()
                          : UserDescription.parse(recorded.described()),
                      false))
              .plain()
              .network();
      RawTensor input = Safetensors.read(folder.resolve("io.safetensors")).get("input");
      compare(recorded, network, input, StateEncoding.FLOAT16);
      compare(recorded, network, input, StateEncoding.BFLOAT16);
    }
  }

  private static void compare(
      Recorded recorded, Network network, RawTensor input, StateEncoding encoding) {
    int rows = input.shape()[recorded.batchFirst() ? 0 : 1];
    int steps = input.shape()[recorded.batchFirst() ? 1 : 0];
    double largest = 0;
    double last = 0;
    double magnitude = 0;
    for (int row = 0; row < rows; row++) {
      Walk exact = new Walk(network, StateEncoding.FLOAT32);
      Walk rounded = new Walk(network, encoding);
      for (int step = 0; step < steps; step++) {
        float[] values = recorded.input(input, row, step);
        float[] a = exact.step(values);
        float[] b = rounded.step(values);
        for (int i = 0; i < a.length; i++) {
          double difference = Math.abs((double) a[i] - b[i]);
          largest = Math.max(largest, difference);
          last = step >= steps - LAST ? Math.max(last, difference) : last;
          magnitude = Math.max(magnitude, Math.abs(a[i]));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %s | %.1e | %.1e | %.2f |%n",
        recorded.name(),
        steps,
        encoding.name().toLowerCase(Locale.ROOT),
        largest,
        last,
        magnitude);
  }

  /** One key, rounded as the operator does it. */
  private static final class Walk {
    private final Network network;
    private final Workspace workspace;
    private final KeyState state;

    Walk(Network network, StateEncoding encoding) {
      this.network = network;
      workspace = network.newWorkspace(1);
      state = new KeyState(StateLayout.of(network), 0, network.initialState());
      state.encodeAs(encoding);
    }

    float[] step(float[] values) {
      workspace.set(0, 0, values, state.recurrent(), state.running());
      network.advance(workspace, 1);
      state.round();
      return workspace.outputs(0);
    }
  }
}
