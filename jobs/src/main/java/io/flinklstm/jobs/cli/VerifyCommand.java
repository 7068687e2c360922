package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.onnx.OnnxOpinion;
import io.flinklstm.models.ImportedModel;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.parity.Parity;
import io.flinklstm.models.parity.ParityReport;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./flink-lstm verify --model model.onnx --reference io.safetensors}, or {@code --against
 * onnx}.
 */
@Command(
    name = "verify",
    description =
        "Runs recorded inputs through a model and compares with the recorded results; or random"
            + " inputs, and compares with ONNX Runtime. Ends with status 0 where they agree, 1 where"
            + " they do not.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

  @Option(names = "--model", required = true, description = "Model file of any known format.")
  private Path file;

  @ArgGroup(multiplicity = "1")
  private Truth truth;

  @Option(
      names = "--runtime",
      description = "Jar of ONNX Runtime, where it is not on the class path.")
  private Path runtime;

  @Option(names = "--seed", description = "Of the random inputs; ${DEFAULT-VALUE} without it.")
  private long seed = 1;

  @Option(
      names = "--key",
      description = "Name of the state dict in a PyTorch checkpoint that holds several.")
  private String key;

  @Mixin private ModelOptions options;

  @Spec private CommandSpec spec;

  /** What the model's results are compared with. */
  private static final class Truth {

    @Option(
        names = "--reference",
        required = true,
        description = "Recorded inputs and results as safetensors: see docs/export.md.")
    private Path reference;

    @Option(
        names = "--against",
        required = true,
        description = "onnx: what ONNX Runtime computes of random inputs; for an ONNX file.")
    private Engine against;
  }

  /** Who can be asked. */
  private enum Engine {
    ONNX
  }

  @Override
  public Integer call() {
    ImportedModel model = options.read(file, key, true);
    StringBuilder text = new StringBuilder(model.summary());
    ParityReport report = compare(model, text);
    PrintWriter print = spec.commandLine().getOut();
    print.print(text.append(report.text()));
    print.flush();
    return report.passes() ? 0 : 1;
  }

  private ParityReport compare(ImportedModel model, StringBuilder text) {
    try {
      return Parity.of(model, recording(model, text));
    } catch (ModelFormatException e) {
      throw new StartupException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartupException("reference " + truth.reference + " cannot be read (" + e + ")", e);
    }
  }

  private Safetensors recording(ImportedModel model, StringBuilder text) throws IOException {
    if (truth.reference != null) {
      return Safetensors.read(truth.reference);
    }
    OnnxOpinion opinion = OnnxOpinion.of(file, model, Optional.ofNullable(runtime), seed);
    text.append(opinion.text());
    return opinion.recording();
  }
}
