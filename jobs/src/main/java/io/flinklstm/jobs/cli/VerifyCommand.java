package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.models.ImportedModel;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.parity.Parity;
import io.flinklstm.models.parity.ParityReport;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm verify --model model.onnx --reference io.safetensors}. */
@Command(
    name = "verify",
    description =
        "Runs recorded inputs through a model and compares with the recorded results. Ends with"
            + " status 0 where they agree, 1 where they do not.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

  @Option(names = "--model", required = true, description = "Model file of any known format.")
  private Path file;

  @Option(
      names = "--reference",
      required = true,
      description = "Recorded inputs and results as safetensors: see docs/export.md.")
  private Path reference;

  @Option(
      names = "--key",
      description = "Name of the state dict in a PyTorch checkpoint that holds several.")
  private String key;

  @Mixin private ModelOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ImportedModel model = options.read(file, key, true);
    ParityReport report = compare(model);
    PrintWriter print = spec.commandLine().getOut();
    print.print(model.summary());
    print.print(report.text());
    print.flush();
    return report.passes() ? 0 : 1;
  }

  private ParityReport compare(ImportedModel model) {
    try {
      return Parity.of(model, Safetensors.read(reference));
    } catch (ModelFormatException e) {
      throw new StartupException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartupException("reference " + reference + " cannot be read (" + e + ")", e);
    }
  }
}
