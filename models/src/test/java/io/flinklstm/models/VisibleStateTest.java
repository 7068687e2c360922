package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.TensorShape;
import io.flinklstm.core.Workspace;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VisibleStateTest {

  private static final int UNITS = 7;

  @Test
  void givesTheHiddenStateOutBesideTheSameBits() {
    ModelBundle model = model(LayerDescription.Activation.IDENTITY);
    Network plain = model.network();
    Network visible = VisibleState.of(model).network();
    assertThat(visible.outputs()).isEqualTo(1 + UNITS);
    assertThat(visible.description().outputs().get(3).name()).isEqualTo("hidden[2]");
    float[] recurrent = plain.initialState();
    float[] same = visible.initialState();
    Workspace w = plain.newWorkspace(1);
    Workspace v = visible.newWorkspace(1);
    for (int step = 0; step < 50; step++) {
      float[] values = {(float) Math.sin(step)};
      w.set(0, 0, values, recurrent, new double[plain.runningNumbers()]);
      v.set(0, 0, values, same, new double[visible.runningNumbers()]);
      plain.advance(w, 1);
      visible.advance(v, 1);
      assertThat(v.outputs(0)[0]).isEqualTo(w.outputs(0)[0]);
      assertThat(Arrays.copyOfRange(v.outputs(0), 1, 1 + UNITS))
          .isEqualTo(Arrays.copyOf(recurrent, UNITS));
    }
  }

  @Test
  void refusesAHeadThatChangesWhatItAddsUp() {
    ModelBundle model = model(LayerDescription.Activation.RELU);
    assertThatThrownBy(() -> VisibleState.of(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no linear layer without activation");
  }

  private static ModelBundle model(LayerDescription.Activation activation) {
    List<LayerDescription> layers =
        List.of(
            new LayerDescription.Lstm("lstm.", 1, UNITS, 1),
            new LayerDescription.Linear("fc.", UNITS, 1, activation));
    Random random = new Random(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (LayerDescription layer : layers) {
      for (TensorShape shape : layer.tensors()) {
        if (shape.name().contains("weight") || shape.name().contains("bias")) {
          int[] sizes = shape.shape().stream().mapToInt(Integer::intValue).toArray();
          float[] values = new float[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
          for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
          }
          tensors.put(shape.name(), new Tensor(shape.name(), sizes, values));
        }
      }
    }
    return ModelBundle.of(
        new ModelDescription(
            "m",
            Task.SCORE,
            List.of(new Feature("x", new Feature.Source.Field(), new Feature.Scaling.None())),
            layers,
            List.of(new Output("y", Optional.empty(), Output.Form.VALUE)),
            Optional.empty(),
            Map.of()),
        tensors);
  }
}
