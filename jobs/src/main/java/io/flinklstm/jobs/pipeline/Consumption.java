package io.flinklstm.jobs.pipeline;

import java.time.Duration;

/**
 * How a pipeline's topics are read.
 *
 * @param group consumer group whose offsets are committed with each checkpoint
 * @param start where a job without state begins
 * @param discovery how often new topics and partitions are looked for
 */
public record Consumption(String group, Start start, Duration discovery) {

  private static final Duration DEFAULT_DISCOVERY = Duration.ofMinutes(5);

  /** What a pipeline file that says nothing asks for. */
  static Consumption of(String group) {
    return new Consumption(group, new Start.Committed(), DEFAULT_DISCOVERY);
  }

  static Consumption of(Values v) {
    return new Consumption(
        v.get(Settings.GROUP).or(() -> v.get(Settings.NAME)).orElseThrow(),
        v.get(Settings.START).orElseThrow(),
        v.get(Settings.DISCOVERY).orElseThrow());
  }
}
