package io.flinklstm.benchmarks.pipeline;

import io.flinklstm.benchmarks.RandomTensors;
import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.ScorerDescription;
import io.flinklstm.core.Task;
import io.flinklstm.models.BundleSource;
import io.flinklstm.models.ModelBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A model as that of {@code examples/sensors}, larger and with random weights. */
final class PumpModel {

  static final int FIELDS = 4;
  private static final int HIDDEN = 64;
  private static final List<String> NAMES =
      List.of("temperature", "pressure", "vibration", "power");

  private PumpModel() {}

  static BundleSource source() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelBundle.of(description(), RandomTensors.of(description().layers(), 0.2f)).write(bytes);
    return BundleSource.of(bytes.toByteArray());
  }

  private static ModelDescription description() {
    return new ModelDescription(
        "pumps",
        Task.ANOMALY,
        NAMES.stream().map(PumpModel::feature).toList(),
        List.of(
            new LayerDescription.Lstm("lstm.", FIELDS, HIDDEN, 1),
            new LayerDescription.Linear("fc.", HIDDEN, FIELDS, Activation.IDENTITY)),
        NAMES.stream().map(name -> new Output(name, Optional.of(name), Output.Form.VALUE)).toList(),
        Optional.of(new ScorerDescription(1, 1000, 100, 0.03, OptionalDouble.empty())),
        Map.of());
  }

  private static Feature feature(String name) {
    return new Feature(name, new Feature.Source.Field(), new Feature.Scaling.Standard(20, 11.5));
  }
}
