package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.TensorShape;
import io.flinklstm.core.WindowNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowBundleSourceTest {

  private static final LayerDescription BOTH =
      new LayerDescription.Bidirectional(
          new LayerDescription.Lstm("both.", 2, 3, 1), LayerDescription.Merge.SUM, false);
  private static final float[][] WINDOW = {{1, 2}, {-1, 0.5f}, {0, 3}};

  private static ModelBundle bundle() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Random random = new Random(3);
    for (TensorShape tensor : BOTH.tensors()) {
      int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
      int size = tensor.shape().stream().reduce(1, Math::multiplyExact);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      tensors.put(tensor.name(), new Tensor(tensor.name(), shape, values));
    }
    ModelDescription description =
        new ModelDescription(
            "both",
            Task.EMBED,
            List.of(field("a"), field("b")),
            List.of(BOTH),
            List.of(output("x"), output("y"), output("z")),
            Optional.empty(),
            Map.of());
    return ModelBundle.of(description, tensors);
  }

  private static Feature field(String name) {
    return new Feature(name, new Feature.Source.Field(), new Feature.Scaling.None());
  }

  private static Output output(String name) {
    return new Output(name, Optional.empty(), Output.Form.VALUE);
  }

  @Test
  void travelsInAJobGraphAsTheFilesBytes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("both.safetensors");
    bundle().write(file);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(WindowBundleSource.of(file));
    }
    Files.delete(file);
    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      WindowNetwork network = ((WindowBundleSource) objects.readObject()).load();
      assertThat(network.fingerprint()).isEqualTo(bundle().fingerprint());
      assertThat(network.run(WINDOW, new long[3]))
          .isDeepEqualTo(bundle().windowNetwork().run(WINDOW, new long[3]));
    }
  }

  @Test
  void namesTheFileInItsErrors(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("broken.safetensors"), new byte[3]);
    assertThatThrownBy(() -> WindowBundleSource.of(file))
        .hasMessageStartingWith("broken.safetensors: ");
  }
}
