package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.draft.DraftReference;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.keras.KerasFile;
import io.flinklstm.models.onnx.OnnxFile;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What readers understood, run in float64 and compared with the recorded float64 results. */
class GoldenDraftTest {

  private static final double EXACT = 1e-9;
  private static final double STORED_PARAMETERS = 1e-7; // where the file rounds an activation's own

  @TestFactory
  Stream<DynamicTest> everyOnnxAndKerasFileIsUnderstood() {
    return Golden.files(Golden.folder(""), "").stream()
        .filter(Files::isDirectory)
        .flatMap(
            folder ->
                Stream.of("model.onnx", "model.keras", "model.h5")
                    .map(folder::resolve)
                    .filter(Files::exists))
        .map(file -> DynamicTest.dynamicTest(name(file), () -> check(file)));
  }

  private static String name(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  private static Draft read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return switch (file.getFileName().toString()) {
      case "model.onnx" -> OnnxFile.read(bytes, Optional.of(file.getParent()), false);
      case "model.keras" -> KerasFile.readArchive(bytes);
      default -> KerasFile.readHdf5(bytes);
    };
  }

  private static void check(Path file) throws IOException {
    Draft draft;
    try {
      draft = read(file);
    } catch (ModelFormatException refused) {
      String folder = file.getParent().getFileName().toString();
      assertThat(Golden.refusals()).as(refused.getMessage()).contains("`" + folder);
      return;
    }
    Safetensors io = Safetensors.read(file.resolveSibling("io.safetensors"));
    boolean batchFirst = draft.batchFirst().orElseThrow();
    RawTensor input =
        Stream.of("input", "X", "x")
            .filter(io.tensors()::containsKey)
            .map(io::get)
            .findFirst()
            .orElseThrow();
    RawTensor output =
        Stream.of("output_f64", "Y_f64", "y_f64")
            .filter(io.tensors()::containsKey)
            .map(io::get)
            .findFirst()
            .orElseThrow();
    int batch = input.shape()[batchFirst ? 0 : 1];
    int time = input.shape()[batchFirst ? 1 : 0];
    int width = input.shape().length < 3 ? 1 : input.shape()[2];
    double[] values = input.doubles();
    double[] expected = output.doubles();
    double worst = 0;
    for (int b = 0; b < batch; b++) {
      double[][] rows =
          new double[draft.lengths().isEmpty() ? time : draft.lengths().get(b)][width];
      for (int t = 0; t < rows.length; t++) {
        int at = (batchFirst ? b * time + t : t * batch + b) * width;
        System.arraycopy(values, at, rows[t], 0, width);
      }
      double[][] y = DraftReference.run(draft, rows, states(io, b), b);
      for (int t = 0; t < y.length; t++) {
        for (int i = 0; i < y[t].length; i++) {
          int row = y.length == 1 ? b : batchFirst ? b * y.length + t : t * batch + b;
          int at = row * y[t].length + i;
          // ONNX puts the direction before the sequence; drafts put it beside the unit.
          if (output.shape().length == 4 && output.shape()[1] == 2) {
            int h = output.shape()[3];
            at = ((t * 2 + i / h) * batch + b) * h + i % h;
          }
          worst = Math.max(worst, Math.abs(y[t][i] - expected[at]));
        }
      }
    }
    boolean rounded = draft.toString().contains("HARD_SIGMOID");
    assertThat(worst).isLessThan(rounded ? STORED_PARAMETERS : EXACT);
  }

  private static Map<String, double[]> states(Safetensors io, int sequence) {
    Map<String, double[]> states = new HashMap<>();
    for (String kind : new String[] {"h", "c"}) {
      RawTensor all = io.tensors().get(kind + "0");
      for (int k = 0; all != null && k < all.shape()[0]; k++) {
        int width = all.shape()[2];
        double[] row = new double[width];
        System.arraycopy(all.doubles(), (k * all.shape()[1] + sequence) * width, row, 0, width);
        states.put(k + "." + kind, row);
      }
    }
    return states;
  }
}
