package io.flinklstm.jobs.cli;

import io.flinklstm.core.Network;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.score.OfflineScoring;
import io.flinklstm.jobs.score.ProgressStream;
import io.flinklstm.jobs.score.ResultWriter;
import io.flinklstm.jobs.score.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm score --model model.safetensors --input events.csv --key sensor}. */
@Command(
    name = "score",
    description =
        "Scores a file of events (.csv with a line of names, or .jsonl) with the arithmetic of the"
            + " stream; columns are found by the names of the model's features.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class ScoreCommand implements Callable<Integer> {

  @Option(names = "--model", required = true, description = "Model file of any known format.")
  private Path file;

  @Option(names = "--input", required = true, description = "Events, .csv or .jsonl.")
  private Path input;

  @Option(
      names = "--output",
      description = "Results, .csv or .jsonl; to the standard output, as the input is, without it.")
  private Path output;

  @Option(
      names = "--key",
      description = "Column that holds the key; without it all events are of one key.")
  private String keyField = "";

  @Option(names = "--time", description = "Column that holds the event time.")
  private String timeField = "time";

  @Mixin private ModelOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Network network = options.read(file, null, false).bundle().network();
    try (InputStream in = progress();
        Writer text = writer();
        ResultWriter results = results(text, network)) {
      OfflineScoring scoring = new OfflineScoring(network, keyField, timeField);
      OfflineScoring.Outcome outcome = scoring.run(input, in, results);
      report(outcome);
      return outcome.scored() > 0 || outcome.refused() == 0 ? 0 : 1;
    } catch (IOException e) {
      throw new StartupException("events " + input + " cannot be scored (" + e + ")", e);
    }
  }

  private InputStream progress() throws IOException {
    return new ProgressStream(
        "scoring", Files.newInputStream(input), Files.size(input), System.err);
  }

  private Writer writer() throws IOException {
    return output == null ? spec.commandLine().getOut() : Files.newBufferedWriter(output);
  }

  private ResultWriter results(Writer text, Network network) throws IOException {
    Path shown = output == null ? input : output;
    return RowReader.isCsv(shown)
        ? ResultWriter.csv(text, network.description())
        : ResultWriter.jsonLines(text, network.description());
  }

  private void report(OfflineScoring.Outcome outcome) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%,d events scored%n", outcome.scored());
    if (outcome.refused() > 0) {
      err.printf("%,d refused, the first: %s%n", outcome.refused(), outcome.firstRefused());
    }
    err.flush();
  }
}
