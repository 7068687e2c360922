package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.watch.Watch;
import io.flinklstm.jobs.watch.WatchOptions;
import io.flinklstm.jobs.watch.Wording;
import io.flinklstm.operators.Emission;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of commands that serve a page. */
final class PageOptions {

  @Option(names = "--page-port", description = "Port of the page; 0 for a free one.")
  private int port;

  @Option(
      names = "--page-host",
      description =
          "Name or address to serve the page on, for other machines; loopback unless given.")
  private String host = WatchOptions.LOOPBACK;

  @Option(
      names = "--alarm-from",
      description =
          "Score from which a result is an alarm. By default that of operator.emit: score-from, else "
              + WatchOptions.ALARM_FROM
              + ".")
  private Double alarmFrom;

  /** Of a pipeline that has no threshold of its own. */
  WatchOptions chosen() {
    return chosen(Emission.everyEvent());
  }

  WatchOptions chosen(PipelineFile described) {
    return chosen(described.pipeline().scoring().emit());
  }

  private WatchOptions chosen(Emission emit) {
    double otherwise =
        emit instanceof Emission.ScoreFrom from && from.threshold() > 0 && from.threshold() <= 1
            ? from.threshold()
            : WatchOptions.ALARM_FROM;
    return new WatchOptions(host, port, alarmFrom == null ? otherwise : alarmFrom);
  }

  /** Begins to follow a pipeline; nothing is served yet. */
  Watch watch(PipelineFile described, URI flink) {
    String unit =
        described.description().outputs().stream()
            .findFirst()
            .map(output -> output.name())
            .orElse("");
    return new Watch(
        described.pipeline(),
        described.model().bundle(),
        flink,
        Wording.plain(described.pipeline().name(), unit),
        chosen(described).alarmFrom(),
        Optional.empty(),
        Optional.empty());
  }
}
