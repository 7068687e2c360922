package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flinklstm.models.parity.Parity;
import io.flinklstm.models.parity.ParityReport;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of docs/export.md, where there is a Python with PyTorch. */
class ExportScriptTest {

  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path folder;

  private int python(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = PYTHON;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start()
        .waitFor();
  }

  @Test
  void writesFilesThatComputeWhatPyTorchComputed() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of(PYTHON)) && python("-c", "import torch") == 0,
        "skipped: no PyTorch in " + PYTHON + " (Debian: apt-get install python3-torch)");
    String script = Path.of("..", "docs", "export.py").toString();
    assertThat(python(script, folder.toString()))
        .as(Files.readString(folder.resolve("log")))
        .isZero();

    Safetensors recording = Safetensors.read(folder.resolve("io.safetensors"));
    for (String name : new String[] {"model.safetensors", "model.pt", "model.onnx"}) {
      ImportedModel model = ModelFile.read(folder.resolve(name), ModelFile.Options.plain());
      ParityReport report = Parity.of(model, recording);
      assertThat(report.passes()).as(name + "\n" + report.text()).isTrue();
    }
  }
}
