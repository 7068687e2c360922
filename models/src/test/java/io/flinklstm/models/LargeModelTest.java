package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.TensorShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeModelTest {

  private static final int WIDTH = 1024;
  private static final int LAYERS = 3;
  private static final int MEGABYTE = 1_000_000;

  @TempDir private Path folder;

  @Test
  void loadsInAHeapOfTwoAndAHalfTimesTheFile() throws IOException, InterruptedException {
    Path file = folder.resolve("large.safetensors");
    ModelBundle model = model();
    model.write(file);
    long megabytes = Files.size(file) / MEGABYTE;
    assertThat(megabytes).isBetween(100L, 101L);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx250m",
                "-Xmn20m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadOnce.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).endsWith(Fingerprint.text(model.fingerprint()) + System.lineSeparator());
  }

  /** Arrays of one size share their values: the test itself needs little memory. */
  private static ModelBundle model() {
    LayerDescription layer = new LayerDescription.Lstm("lstm.", WIDTH, WIDTH, LAYERS);
    Random random = new Random(1);
    Map<Integer, float[]> values = new HashMap<>();
    Map<String, Tensor> tensors = new HashMap<>();
    for (TensorShape shape : layer.tensors()) {
      int[] sizes = shape.shape().stream().mapToInt(Integer::intValue).toArray();
      int elements = 1;
      for (int size : sizes) {
        elements *= size;
      }
      float[] shared = values.computeIfAbsent(elements, n -> uniform(random, n));
      tensors.put(shape.name(), new Tensor(shape.name(), sizes, shared));
    }
    return ModelBundle.of(
        new ModelDescription(
            "large",
            Task.EMBED,
            ImportedModel.plainFeatures(WIDTH),
            List.of(layer),
            ImportedModel.plainOutputs(WIDTH),
            Optional.empty(),
            Map.of()),
        tensors);
  }

  private static float[] uniform(Random random, int elements) {
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
