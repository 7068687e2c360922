package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.models.ImportedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm convert model.onnx model.safetensors}. */
@Command(
    name = "convert",
    description =
        "Turns a PyTorch, ONNX, Keras or TensorFlow model into a bundle, and tells what was"
            + " understood.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ConvertCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "IN", description = "Model file of any known format.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "Bundle to write (.safetensors).")
  private Path out;

  @Option(
      names = "--key",
      description = "Name of the state dict in a PyTorch checkpoint that holds several.")
  private String key;

  @Option(
      names = "--window",
      description =
          "Take a model that needs whole sequences; the bundle is for FlinkLstm.scoreWindows.")
  private boolean window;

  @Mixin private ModelOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ImportedModel model = options.read(in, key, window);
    if (!model.states().isEmpty()) {
      throw new StartupException(
          in
              + " brings an initial state for each sequence of a batch, a bundle has one for all"
              + " keys; give a description with \"initial-state: zeros\" to begin with zeros");
    }
    try {
      model.bundle().write(out);
    } catch (IOException e) {
      throw new StartupException("bundle " + out + " cannot be written (" + e + ")", e);
    }
    PrintWriter print = spec.commandLine().getOut();
    print.print(model.summary());
    print.println("written      " + out);
    print.flush();
    return 0;
  }
}
