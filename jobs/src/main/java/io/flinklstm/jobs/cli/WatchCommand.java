package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.watch.Watch;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm watch pipeline.yaml}. */
@Command(
    name = "watch",
    description = {
      "Serves a page that shows a pipeline which runs elsewhere, until it is interrupted.",
      "Reads the output topic, committed records only, and Flink's REST interface; writes nothing."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class WatchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE", description = "YAML file.")
  private Path file;

  @Option(names = "--flink", description = "Flink's web interface.")
  private URI flink = URI.create("http://127.0.0.1:8081");

  @Mixin private PageOptions page;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!List.of("http", "https").contains(String.valueOf(flink.getScheme()))
        || flink.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--flink: found " + flink + ", expected an address such as http://host:8081");
    }
    PipelineFile described = PipelineFile.read(file, System::getenv);
    try (Watch watch = page.watch(described, root(flink))) {
      spec.commandLine().getErr().println("Page: " + watch.serve(page.chosen(described)));
      new CountDownLatch(1).await();
    }
    return 0;
  }

  /** Without what a browser's address line adds to it, such as {@code /#/overview}. */
  static URI root(URI interfaceOrPage) {
    String text = interfaceOrPage.toString().replaceAll("[?#].*$", "");
    return URI.create(text.replaceAll("/+$", ""));
  }
}
