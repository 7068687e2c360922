package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.models.BundleSource;
import io.flinklstm.models.ModelFile;
import io.flinklstm.models.UserDescription;
import io.flinklstm.models.safetensors.Safetensors;
import io.flinklstm.operators.result.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The image classifiers of the PyTorch tutorials, as a stream: a key is an image, an event one of
 * its rows, and after the last row comes the class that the batch gives.
 */
class TutorialStreamTest {

  private static final Path GOLDEN = Path.of("..", "..", "shared", "golden");
  private static final int ROWS = 28;
  private static final int CLASSES = 10;
  private static final TypeInformation<Tuple3<Integer, Integer, float[]>> IMAGE_ROW =
      Types.TUPLE(Types.INT, Types.INT, Types.PRIMITIVE_ARRAY(Types.FLOAT));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"tutorial_lstm", "tutorial_rnn"})
  void theClassAfterTheLastRowIsThatOfTheBatch(String name) throws Exception {
    Path folder = GOLDEN.resolve(name);
    assumeThat(Files.isDirectory(folder)).as("no reference vectors in %s", folder).isTrue();
    Safetensors io = Safetensors.read(folder.resolve("io.safetensors"));
    float[] images = io.get("input").floats();
    float[] batch = io.get("output").floats();
    BundleSource model = bundle(folder.resolve("state_dict.pt"));

    List<Prediction<Tuple3<Integer, Integer, float[]>>> found = stream(model, rows(images));

    assertThat(found).hasSize(batch.length / CLASSES);
    for (Prediction<Tuple3<Integer, Integer, float[]>> prediction : found) {
      int image = prediction.event().f0;
      assertThat(prediction.step()).isEqualTo(ROWS);
      assertThat(prediction.outputs()).isEqualTo(alone(model.load(), images, image));
      int best = 0;
      for (int c = 0; c < CLASSES; c++) {
        double expected = batch[image * CLASSES + c];
        assertThat((double) prediction.outputs()[c]).isCloseTo(expected, within(3e-6));
        best = expected > batch[image * CLASSES + best] ? c : best;
      }
      assertThat(prediction.label()).isEqualTo("y" + best);
    }
  }

  private BundleSource bundle(Path file) throws IOException {
    UserDescription said =
        UserDescription.parse("task: classify\noutput: last-step\nnonlinearity: tanh\n");
    Path bundle = directory.resolve("model.safetensors");
    ModelFile.read(file, new ModelFile.Options(Optional.empty(), said, false))
        .bundle()
        .write(bundle);
    return BundleSource.of(bundle);
  }

  /** The rows of all images, mixed as a stream brings them. */
  private static List<Tuple3<Integer, Integer, float[]>> rows(float[] images) {
    List<Tuple3<Integer, Integer, float[]>> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      for (int image = 0; image < images.length / (ROWS * ROWS); image++) {
        rows.add(Tuple3.of(image, row, row(images, image, row)));
      }
    }
    return rows;
  }

  private static float[] row(float[] images, int image, int row) {
    float[] values = new float[ROWS];
    System.arraycopy(images, (image * ROWS + row) * ROWS, values, 0, ROWS);
    return values;
  }

  private static List<Prediction<Tuple3<Integer, Integer, float[]>>> stream(
      BundleSource model, List<Tuple3<Integer, Integer, float[]>> rows) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    List<Prediction<Tuple3<Integer, Integer, float[]>>> found = new ArrayList<>();
    FlinkLstm.score(
            env.fromData(rows, IMAGE_ROW).uid("rows").keyBy(row -> row.f0, Types.INT), model)
        .features(FeatureExtractor.ofArray(row -> row.f2))
        .resetEvery(ROWS)
        .emit(Emission.everyNth(ROWS))
        .uid("classifier")
        .build()
        .executeAndCollect()
        .forEachRemaining(found::add);
    found.sort(Comparator.comparing(p -> p.event().f0));
    return found;
  }

  private static float[] alone(Network network, float[] images, int image) {
    Workspace workspace = network.newWorkspace(1);
    float[] state = network.initialState();
    double[] running = new double[network.runningNumbers()];
    for (int row = 0; row < ROWS; row++) {
      workspace.set(0, 0, row(images, image, row), state, running);
      network.advance(workspace, 1);
    }
    return workspace.outputs(0).clone();
  }
}
