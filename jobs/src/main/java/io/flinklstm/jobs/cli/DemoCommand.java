package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.demo.Demo;
import io.flinklstm.jobs.demo.DemoOptions;
import io.flinklstm.jobs.demo.Show;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./flink-lstm demo}. */
@Command(
    name = "demo",
    description = {
      "Streams the daily entries at 20 stations of Chicago's \"L\" through Kafka, Flink and an LSTM"
          + " on this machine, and shows on a web page what the network makes of them.",
      "Needs nothing but this JVM. Leaves nothing behind."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--headless",
      description = "No page, full speed, and a summary as JSON on the last line.")
  private boolean headless;

  @Option(
      names = "--kafka-port",
      description = "Port of the Kafka broker on loopback. Default: a free one.")
  private int kafkaPort;

  @Option(
      names = "--web-port",
      description = "Port of Flink's web interface on loopback. Default: a free one.")
  private int webPort;

  @Mixin private PageOptions page;

  @Option(
      names = "--duration",
      description =
          "Spread the days from 2011 on over this time, like PT30S; PT0S for as fast as it goes."
              + " Default: 20 days a second, which the page changes; with --headless PT0S.")
  private Duration duration;

  @Override
  public Integer call() throws Exception {
    if (headless) {
      Duration spread = duration == null ? Duration.ZERO : duration;
      DemoOptions options = new DemoOptions(true, kafkaPort, webPort, spread);
      return new Demo(options, System.out).run() ? 0 : 1;
    }
    DemoOptions options = new DemoOptions(false, kafkaPort, webPort, duration);
    return new Show(options, page.chosen(), System.in, System.out).run() ? 0 : 1;
  }
}
