package io.flinklstm.jobs.demo;

import java.time.Duration;

/**
 * How the demo runs.
 *
 * @param headless a JSON summary on the last line
 * @param bar a progress bar, for a terminal, instead of lines
 * @param kafkaPort 0 for a free one
 * @param webPort of Flink's web interface; 0 for a free one
 * @param duration over which the unseen days are spread; zero for as fast as it goes
 */
public record DemoOptions(
    boolean headless, boolean bar, int kafkaPort, int webPort, Duration duration) {}
