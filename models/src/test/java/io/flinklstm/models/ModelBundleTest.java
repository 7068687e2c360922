package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.Output;
import io.flinklstm.core.ScorerDescription;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.safetensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelBundleTest {

  private static final String TEXT =
      """
      {"version":1,"name":"m","task":"anomaly",
       "features":[{"name":"x","source":"field","scaling":{"kind":"running","clip":10.0}},
         {"name":"week","source":"calendar","period":"week","function":"sin"}],
       "layers":[{"type":"lstm","prefix":"lstm.","input":2,"hidden":3,"layers":1},
         {"type":"linear","prefix":"fc.","input":3,"output":1,"activation":"identity"}],
       "outputs":[{"name":"x","forecasts":"x","form":"change"}],
       "scorer":{"kind":"anomaly-likelihood","window":7,"horizon":90,"learning":60,
         "initial":0.03,"range":null},
       "provenance":{"framework":"torch 1.13.1"}}""";

  private static Map<String, Tensor> weights() {
    Map<String, Tensor> tensors = new HashMap<>();
    put(tensors, "lstm.weight_ih_l0", 12, 2);
    put(tensors, "lstm.weight_hh_l0", 12, 3);
    put(tensors, "lstm.bias_ih_l0", 12);
    put(tensors, "lstm.bias_hh_l0", 12);
    put(tensors, "fc.weight", 1, 3);
    put(tensors, "fc.bias", 1);
    return tensors;
  }

  private static void put(Map<String, Tensor> tensors, String name, int... shape) {
    int elements = 1;
    for (int dimension : shape) {
      elements *= dimension;
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) Math.sin(name.length() + i);
    }
    tensors.put(name, new Tensor(name, shape, values));
  }

  private static byte[] file(String description, Map<String, Tensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, String> metadata = Map.of("format", "flink-lstm", "flink-lstm", description);
    SafetensorsWriter.write(out, metadata, tensors.values());
    return out.toByteArray();
  }

  @Test
  void readsTheDescriptionFieldByField() throws IOException {
    ModelDescription read = ModelBundle.read(file(TEXT, weights())).description();

    assertThat(read)
        .isEqualTo(
            new ModelDescription(
                "m",
                Task.ANOMALY,
                List.of(
                    new Feature("x", new Feature.Source.Field(), new Feature.Scaling.Running(10)),
                    new Feature(
                        "week",
                        new Feature.Source.Calendar(Feature.Period.WEEK, Feature.Function.SIN),
                        new Feature.Scaling.None())),
                List.of(
                    new LayerDescription.Lstm("lstm.", 2, 3, 1),
                    new LayerDescription.Linear("fc.", 3, 1, LayerDescription.Activation.IDENTITY)),
                List.of(new Output("x", Optional.of("x"), Output.Form.CHANGE)),
                Optional.of(new ScorerDescription(7, 90, 60, 0.03, OptionalDouble.empty())),
                Map.of("framework", "torch 1.13.1")));
  }

  @Test
  void writesTheSameBytesForTheSameModelAndKnowsTheirFingerprint() throws Exception {
    ModelBundle bundle = ModelBundle.read(file(TEXT, weights()));
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    bundle.write(first);
    ModelBundle again = ModelBundle.read(first.toByteArray());
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    again.write(second);

    assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
    assertThat(again.description()).isEqualTo(bundle.description());
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(first.toByteArray());
    assertThat(again.fingerprint()).isEqualTo(new BigInteger(sha256).shiftRight(192).longValue());
    assertThat(ModelBundle.of(bundle.description(), bundle.tensors()).fingerprint())
        .isEqualTo(again.fingerprint());
  }

  @Test
  void roundTripsEveryKindOfScaling(@TempDir Path folder) throws IOException {
    Feature.Source field = new Feature.Source.Field();
    ModelDescription description =
        new ModelDescription(
            "s",
            Task.SCORE,
            List.of(
                new Feature("a", field, new Feature.Scaling.Standard(0.1, 1e-7)),
                new Feature("b", field, new Feature.Scaling.MinMax(2, -1))),
            List.of(
                new LayerDescription.Lstm("lstm.", 2, 3, 1),
                new LayerDescription.Linear("fc.", 3, 1, LayerDescription.Activation.IDENTITY)),
            List.of(new Output("y", Optional.empty(), Output.Form.VALUE)),
            Optional.empty(),
            Map.of());
    Path file = folder.resolve("m.safetensors");

    ModelBundle.of(description, weights()).write(file);

    assertThat(ModelBundle.read(file).description()).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version":1          | "version":2                    | description.version: found 2
          "version":1          | "version":"1"                  | a whole number
          "version":1,         | ''                             | description.version: found nothing
          "task":"anomaly"     | "task":"oracle"                | found oracle, expected one of anomaly, forecast
          "task":"anomaly"     | "task":null                    | description.task
          "name":"m"           | "nom":"m"                      | description.name: found nothing
          "name":"m"           | "name":"m","nom":"m"           | description.nom: found a field unknown here
          "name":"m"           | "name":"m","name":"m"          | Duplicate
          "clip":10.0          | "clip":"10"                    | description.features[0].scaling.clip: found 10, expected a finite number
          "clip":10.0          | "clip":1e400                   | clip
          "clip":10.0          | "clip":NaN                     | description
          "clip":10.0          | "clip":0                       | more than 0
          "clip":10.0          | "clip":10,"mean":3             | scaling.mean
          "kind":"running"     | "kind":"walking"               | walking
          "source":"calendar"  | "source":"oracle"              | features[1].source: found oracle
          "function":"sin"     | "function":"tan"               | one of sin, cos, weekend
          "period":"week",     | ''                             | features[1].period
          "type":"lstm"        | "type":"transformer"           | layers[0].type: found transformer
          "hidden":3           | "hidden":4                     | weight_ih_l0: found shape [12, 2], expected [16, 2]
          "hidden":3           | "hidden":3.5                   | hidden
          "hidden":3           | "hidden":-3                    | hidden
          "hidden":3           | "hidden":2000000000            | at most 16777216
          "hidden":3           | "hidden":99999999999           | hidden
          "layers":1           | "layers":2                     | tensor lstm.weight_ih_l1: found none
          "layers":1           | "layers":2000000000            | at most 1024
          "prefix":"fc."       | "prefix":"head."               | tensor head.weight: found none
          "activation":"identity" | "activation":"none"         | activation
          "forecasts":"x"      | "forecasts":"y"                | y, which is no feature
          "window":7           | "window":0                     | scorer
          "range":null         | "range":"wide"                 | range
          "outputs":[{"name":"x" | "outputs":[{"name":"z"},{"name":"x" | output names
          """)
  void refusesAWrongDescriptionNamingThePlace(String right, String wrong, String message) {
    String text = TEXT.replace(right, wrong);
    assertThat(text).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> ModelBundle.read(file(text, weights())).network())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWeightsThatNoLayerUses() {
    Map<String, Tensor> tensors = weights();
    put(tensors, "lstm.weight_hr_l0", 2, 3);
    assertThatThrownBy(() -> ModelBundle.read(file(TEXT, tensors)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor lstm.weight_hr_l0: found no layer that uses it");
  }

  @Test
  void refusesAWeightThatIsNotFinite() {
    Map<String, Tensor> tensors = weights();
    tensors.get("fc.weight").values()[2] = Float.NaN;
    assertThatThrownBy(() -> ModelBundle.read(file(TEXT, tensors)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor fc.weight at index 2: found NaN");
  }

  @Test
  void refusesASafetensorsFileThatIsNoBundle() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter.write(out, Map.of("format", "pt"), weights().values());
    assertThatThrownBy(() -> ModelBundle.read(out.toByteArray()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("metadata: found format pt");
  }

  @Test
  void travelsInAJobGraphAsTheFilesBytes(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("m.safetensors"), file(TEXT, weights()));
    BundleSource source = BundleSource.of(file);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(source);
    }
    Files.delete(file);

    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      Network network = ((BundleSource) objects.readObject()).load();
      assertThat(network.fingerprint()).isEqualTo(source.bundle().fingerprint());
    }
    assertThat(out.size()).isLessThan(file(TEXT, weights()).length + 200);
  }

  @Test
  void namesTheFileInItsErrors(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("broken.safetensors"), new byte[3]);
    assertThatThrownBy(() -> ModelBundle.read(file)).hasMessageStartingWith("broken.safetensors: ");
    assertThatThrownBy(() -> BundleSource.of(file)).hasMessageStartingWith("broken.safetensors: ");
    assertThatThrownBy(() -> new BundleFile(file).load())
        .hasMessageStartingWith("broken.safetensors: ");
  }
}
