package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.kafka.TopicFeed;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.replay.Pace;
import io.flinklstm.jobs.replay.Replay;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm replay pipeline.yaml readings.csv}. */
@Command(
    name = "replay",
    description = {
      "Writes files of events, one a line, into a pipeline's topic, keyed as the pipeline reads them.",
      "As fast as the broker takes them, unless a pace is chosen."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {

  /** One of them at most. */
  private static final class Chosen {
    @Option(names = "--rate", paramLabel = "N", description = "So many records a second.")
    private Double rate;

    @Option(
        names = "--speed",
        paramLabel = "X",
        description = "X times as fast as the events' times say: 1 is as they came.")
    private Double speed;

    Pace pace() {
      return rate != null ? new Pace.Rate(rate) : new Pace.Speed(speed);
    }
  }

  @ArgGroup private Chosen chosen;

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "YAML file.")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Lines of what the pipeline reads: JSON or CSV.")
  private List<Path> events;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Pace pace = pace();
    Pipeline pipeline = PipelineFile.read(file, System::getenv).pipeline();
    if (!pipeline.layout().format().isText()) {
      throw new StartupException(
          file
              + ": replay writes lines, and this pipeline does not read text: found "
              + pipeline.layout().format().expected()
              + ", expected input.format: json or csv");
    }
    String input = input(pipeline.topics().inputs());
    new Preflight(pipeline).checkFeeding();
    try (TopicFeed topic =
        new TopicFeed(pipeline.topics().bootstrapServers(), input, pipeline.kafka())) {
      Replay replay = new Replay(topic, pipeline.layout(), pace);
      events.forEach(replay::write);
      spec.commandLine()
          .getOut()
          .printf(
              "replay: %,d records written to %s, %,d of them not readable by the pipeline%n",
              replay.written(), input, replay.unreadable());
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static String input(InputTopics inputs) {
    if (inputs.named().size() != 1) {
      throw new StartupException(
          "the pipeline reads %s, expected one topic to write into; name one as input.topic"
              .formatted(inputs));
    }
    return inputs.named().get(0);
  }

  private Pace pace() {
    if (chosen == null) {
      return new Pace.Unpaced();
    }
    for (Double number : new Double[] {chosen.rate, chosen.speed}) {
      if (number != null && !(number > 0 && Double.isFinite(number))) {
        throw new ParameterException(
            spec.commandLine(), "found a pace of " + number + ", expected a number above 0");
      }
    }
    return chosen.pace();
  }
}
