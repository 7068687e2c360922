package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
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
      new Preflight(described.pipeline()).check();
      new InputNow(described.pipeline()).check();
    }
    PrintWriter out = spec.commandLine().getOut();
    print(described, out);
    if (!offline) {
      new InputNow(described.pipeline()).print(out);
    }
    if (sample > 0) {
      new Sample(described).print(sample, out);
      out.flush();
    }
    return 0;
  }

  private void print(PipelineFile described, PrintWriter out) {
    Pipeline pipeline = described.pipeline();
    Topics topics = pipeline.topics();
    out.printf("pipeline %s: sound%s%n", pipeline.name(), offline ? ", Kafka was not asked" : "");
    out.printf(
        "  reads %s from %s at %s%n", topics.input(), pipeline.start(), topics.bootstrapServers());
    out.printf(
        "  each %s: key %s, time %s, values %s%n",
        pipeline.layout().format().expected(),
        pipeline.layout().key(),
        pipeline.layout().time(),
        pipeline.layout().values().isEmpty() ? "an array" : pipeline.layout().values());
    out.printf("  model %s, %s%n", described.description().name(), described.description().task());
    out.printf("  %s%n", pipeline.scoring());
    out.printf(
        "  writes %s, dead letters to %s, late events to %s; %s%n",
        topics.output(), topics.deadLetters(), topics.late(), pipeline.delivery());
    out.flush();
  }
}
