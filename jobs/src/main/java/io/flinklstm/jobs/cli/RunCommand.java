package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.local.LocalCluster;
import io.flinklstm.jobs.local.TemporaryDirectory;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flink run flink-lstm-jobs.jar run pipeline.yaml}, or with a cluster of its own. */
@Command(
    name = "run",
    description = "Runs the pipeline that a file describes (docs/pipeline.md).",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class RunCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE", description = "YAML file.")
  private Path file;

  @Option(
      names = "--local",
      description = "Run in a Flink cluster in this process, until it is interrupted.")
  private boolean local;

  @Option(names = "--parallelism", description = "Of the job in a local cluster.")
  private int parallelism = 2;

  @Option(names = "--web-port", description = "Of a local cluster's web interface; 0 for any.")
  private int webPort;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PipelineFile described = PipelineFile.read(file, System::getenv);
    new Preflight(described.pipeline()).check();
    new InputNow(described.pipeline()).check();
    if (!local) {
      run(described, StreamExecutionEnvironment.getExecutionEnvironment());
      return 0;
    }
    try (TemporaryDirectory files = TemporaryDirectory.create("flink-lstm-run");
        LocalCluster cluster = LocalCluster.start(files.path(), parallelism, webPort)) {
      spec.commandLine().getErr().println("Flink's web interface: " + cluster.address());
      run(described, cluster.environment());
    }
    return 0;
  }

  private static void run(PipelineFile described, StreamExecutionEnvironment environment)
      throws Exception {
    Pipeline pipeline = described.pipeline();
    new PipelineJob(pipeline, described.model()).build(environment);
    environment.execute(pipeline.name());
  }
}
