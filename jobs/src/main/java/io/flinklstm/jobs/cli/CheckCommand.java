package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.kafka.Findings;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm check pipeline.yaml}. */
@Command(
    name = "check",
    description =
        "Checks all that can be known of a pipeline before it starts, and says what it does.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE", description = "YAML file.")
  private Path file;

  @Option(names = "--offline", description = "Ask Kafka nothing.")
  private boolean offline;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Print how the first N records of the topic are understood.")
  private int sample;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (offline && sample > 0) {
      throw new ParameterException(spec.commandLine(), "--sample asks Kafka; leave out --offline");
    }
    PipelineFile described = PipelineFile.read(file, System::getenv);
    if (!offline) {
      RegistryCheck.ofWriting(described.pipeline());
    }
    Findings kafka =
        offline
            ? new Findings(Map.of(), List.of("Kafka was not asked"))
            : new Preflight(described.pipeline()).check();
    PrintWriter out = spec.commandLine().getOut();
    new Plan(described, kafka).print(out);
    if (sample > 0) {
      new Sample(described).print(sample, out);
      out.flush();
    }
    return 0;
  }
}
