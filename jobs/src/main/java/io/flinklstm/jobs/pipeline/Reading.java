package io.flinklstm.jobs.pipeline;

import java.time.Duration;

/**
 * How a pipeline's topics are read.
 *
 * @param group consumer group whose offsets are committed with each checkpoint
 * @param start where a job without state begins
 * @param discovery how often new topics and partitions are looked for
 */
public record Reading(String group, Start start, Duration discovery) {

  private static final Duration DEFAULT_DISCOVERY = Duration.ofMinutes(5);

  /** What a pipeline file that says nothing asks for. */
  static Reading of(String group) {
    return new Reading(group, new Start.Committed(), DEFAULT_DISCOVERY);
  }

  static Reading of(Values v) {
    return new Reading(
        v.get(Settings.GROUP).or(() -> v.get(Settings.NAME)).orElseThrow(),
        v.get(Settings.START).orElseThrow(),
        v.get(Settings.DISCOVERY).orElseThrow());
  }
}
