package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.StartupException;
import java.time.Duration;

/**
 * How the demo runs.
 *
 * @param headless a JSON summary on the last line
 * @param kafkaPort 0 for a free one
 * @param webPort of Flink's web interface; 0 for a free one
 * @param duration over which the unseen days are spread; zero for as fast as it goes; null for a
 *     speed that is changed while it goes
 */
public record DemoOptions(boolean headless, int kafkaPort, int webPort, Duration duration) {

  private static final int HIGHEST_PORT = 65_535;

  public DemoOptions {
    checkPort("--kafka-port", kafkaPort);
    checkPort("--web-port", webPort);
    if (duration != null && duration.isNegative()) {
      throw new StartupException("--duration is " + duration + ", expected zero or more");
    }
  }

  private static void checkPort(String option, int port) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new StartupException(
          option + " is " + port + ", expected 1 to " + HIGHEST_PORT + ", or 0 for a free one");
    }
  }
}
