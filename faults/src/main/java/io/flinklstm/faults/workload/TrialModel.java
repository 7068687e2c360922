package io.flinklstm.faults.workload;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LstmOptions;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import io.flinklstm.faults.audit.PlainWeights;
import io.flinklstm.models.ModelBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plain weights as a model file that a pipeline reads. */
public final class TrialModel {

  private TrialModel() {}

  /** The bytes of the file. */
  public static byte[] file(PlainWeights w) {
    int hidden = w.hidden();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    put(tensors, "lstm.weight_ih_l0", w.input(), 4 * hidden, PlainWeights.INPUTS);
    put(tensors, "lstm.weight_hh_l0", w.recurrent(), 4 * hidden, hidden);
    put(tensors, "lstm.bias_ih_l0", w.inputBias(), 4 * hidden);
    put(tensors, "lstm.bias_hh_l0", w.hiddenBias(), 4 * hidden);
    put(tensors, "fc.weight", w.head(), 1, hidden);
    put(tensors, "fc.bias", new float[] {w.headBias()}, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelBundle.of(description(w), tensors).write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void put(Map<String, Tensor> tensors, String name, float[] values, int... shape) {
    tensors.put(name, new Tensor(name, shape, values));
  }

  private static ModelDescription description(PlainWeights w) {
    Feature.Scaling standard = new Feature.Scaling.Standard(PlainWeights.MEAN, PlainWeights.SCALE);
    Feature.Source field = new Feature.Source.Field();
    return new ModelDescription(
        "trial",
        Task.FORECAST,
        List.of(
            new Feature("level", field, standard),
            new Feature("flow", field, new Feature.Scaling.None())),
        List.of(
            new LayerDescription.Lstm(
                "lstm.", PlainWeights.INPUTS, w.hidden(), 1, LstmOptions.PLAIN),
            new LayerDescription.Linear(
                "fc.", w.hidden(), 1, LayerDescription.Activation.IDENTITY)),
        List.of(new Output("level", Optional.of("level"), Output.Form.VALUE)),
        Optional.empty(),
        Map.of());
  }
}
