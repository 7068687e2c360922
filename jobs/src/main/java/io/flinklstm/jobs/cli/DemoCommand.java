package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.demo.Demo;
import io.flinklstm.jobs.demo.DemoOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./flink-lstm demo}. */
@Command(
    name = "demo",
    description = {
      "Streams the daily entries at 20 stations of Chicago's \"L\" through Kafka, Flink and an LSTM"
          + " on this machine, and shows the most anomalous days.",
      "Needs nothing but this JVM. Leaves nothing behind."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final Duration WATCHABLE = Duration.ofSeconds(15);

  @Option(
      names = "--headless",
      description = "No progress bar, full speed, and a summary as JSON on the last line.")
  private boolean headless;

  @Option(
      names = "--kafka-port",
      description = "Port of the Kafka broker on loopback. Default: a free one.")
  private int kafkaPort;

  @Option(
      names = "--web-port",
      description = "Port of Flink's web interface on loopback. Default: a free one.")
  private int webPort;

  @Option(
      names = "--duration",
      description = "Spread the days from 2011 on over this time, like PT30S. Default: PT15S.")
  private Duration duration;

  @Override
  public Integer call() throws Exception {
    Duration spread = duration == null ? (headless ? Duration.ZERO : WATCHABLE) : duration;
    boolean bar = !headless && Boolean.getBoolean("flinklstm.terminal");
    DemoOptions options = new DemoOptions(headless, bar, kafkaPort, webPort, spread);
    return new Demo(options, System.out).run() ? 0 : 1;
  }
}
