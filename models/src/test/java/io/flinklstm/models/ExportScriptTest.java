package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flinklstm.models.parity.Parity;
import io.flinklstm.models.parity.ParityReport;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of docs/export.md, where there is a Python with what they need. */
class ExportScriptTest {

  private static final String PYTHON = System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");

  @TempDir private Path folder;

  private int python(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = PYTHON;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Keras asks for TensorFlow otherwise; which of its backends computes does not matter here.
    builder.environment().putIfAbsent("KERAS_BACKEND", "numpy");
    return builder.redirectOutput(folder.resolve("log").toFile()).start().waitFor();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "export.py, 'torch, numpy', Debian: apt-get install python3-torch, model.safetensors model.pt model.onnx",
    "export_keras.py, 'keras, safetensors', pip install keras safetensors, model.keras model.h5",
    "export_tensorflow.py, 'tensorflow, safetensors', pip install tensorflow tf_keras safetensors, model.safetensors"
  })
  void writesFilesThatComputeWhatTheFrameworkComputed(
      String script, String modules, String installation, String files)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of(PYTHON)) && python("-c", "import " + modules) == 0,
        "skipped: " + PYTHON + " lacks one of " + modules + " (" + installation + ")");
    assertThat(python(Path.of("..", "docs", script).toString(), folder.toString()))
        .as(Files.readString(folder.resolve("log")))
        .isZero();

    Safetensors recording = Safetensors.read(folder.resolve("io.safetensors"));
    for (String name : files.split(" ")) {
      ImportedModel model = ModelFile.read(folder.resolve(name), options());
      ParityReport report = Parity.of(model, recording);
      assertThat(report.passes()).as(name + "\n" + report.text()).isTrue();
    }
  }

  private ModelFile.Options options() throws IOException {
    Path description = folder.resolve("model.yaml");
    return Files.exists(description)
        ? new ModelFile.Options(Optional.empty(), UserDescription.read(description), false)
        : ModelFile.Options.plain();
  }
}
