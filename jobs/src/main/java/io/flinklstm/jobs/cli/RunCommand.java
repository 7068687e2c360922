package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.local.EmbeddedBroker;
import io.flinklstm.jobs.local.LocalCluster;
import io.flinklstm.jobs.local.TemporaryDirectory;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.watch.Watch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm run pipeline.yaml}, and {@code flink run flink-lstm-jobs.jar ...}. */
@Command(
    name = "run",
    description = {
      "Runs the pipeline that a file describes (docs/pipeline.md).",
      "Without --cluster it runs in a Flink cluster in this process until it is interrupted; called"
          + " by Flink's own client, in that client's cluster."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class RunCommand implements Callable<Integer> {

  private static final String EMBEDDED = "embedded";

  @Parameters(paramLabel = "PIPELINE", description = "YAML file.")
  private Path file;

  @Option(
      names = "--local",
      description = "Run in a Flink cluster in this process, whoever calls it.")
  private boolean local;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description = "Submit to the Flink cluster whose web interface is there, and return.")
  private String cluster;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Job jar to submit. ./flink-lstm knows its own.",
      defaultValue = "${sys:flinklstm.jar}",
      showDefaultValue = Visibility.NEVER)
  private Path jar;

  @Option(
      names = "--kafka",
      paramLabel = "SERVERS",
      description =
          "Kafka's bootstrap servers in the place of the file's, without its properties; or"
              + " 'embedded' for a broker that begins and ends with this command and has the"
              + " file's topics.")
  private String kafka;

  @Option(
      names = "--savepoint",
      paramLabel = "PATH",
      description = "Go on from this savepoint or checkpoint.")
  private String savepoint;

  @Option(
      names = "--dry-run",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "10",
      preprocessor = NumberOrNone.class,
      description =
          "Score what the topic holds now, write nothing, and print the first N results (10 without"
              + " N) and how many there are.")
  private Integer dryRun;

  @Option(
      names = "--parallelism",
      description = "Of the job, except where Flink's client calls, which has its own.")
  private int parallelism = 2;

  @Option(names = "--web-port", description = "Of a local cluster's web interface; 0 for any.")
  private int webPort;

  @Option(
      names = "--watch",
      description = "Where it runs in this process: serve a page that shows the results.")
  private boolean watch;

  @Mixin private PageOptions page;

  /** What follows --dry-run may be the pipeline or another option instead of its number. */
  static final class NumberOrNone implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
      if (arguments.isEmpty() || arguments.peek().matches("-\\D.*|.*\\.ya?ml")) {
        arguments.push(((OptionSpec) option).fallbackValue());
      }
      return false;
    }
  }

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (local && cluster != null) {
      throw new ParameterException(spec.commandLine(), "give --local or --cluster, not both");
    }
    if (watch && cluster != null) {
      throw new StartupException(
          "--watch is for a run in this process; one elsewhere is shown by ./flink-lstm watch "
              + file);
    }
    if (!EMBEDDED.equals(kafka)) {
      run(
          kafka == null
              ? PipelineFile.read(file, System::getenv)
              : PipelineFile.read(file, System::getenv, kafka));
      return 0;
    }
    if (cluster != null || !isHere(called())) {
      throw new StartupException(
          "--kafka embedded is for a run in this process, with which the broker ends; for a job on a"
              + " cluster give the address of a Kafka that stays, --kafka HOST:PORT");
    }
    PipelineFile described = PipelineFile.read(file, System::getenv, EMBEDDED);
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      List<String> topics = described.pipeline().topics().names();
      broker.createTopics(topics, parallelism);
      say("Kafka: " + broker.bootstrapServers() + ", topics " + String.join(", ", topics));
      run(described.at(broker.bootstrapServers()));
    }
    return 0;
  }

  private void run(PipelineFile described) throws Exception {
    inspect(described.pipeline()).forEach(note -> say("note: " + note));
    if (cluster != null) {
      RemoteCluster remote = RemoteCluster.at(cluster);
      StreamExecutionEnvironment there = remote.environment(jar, configuration());
      there.setParallelism(parallelism);
      run(described, there, job -> submit(remote, job, described));
      return;
    }
    StreamExecutionEnvironment called = called();
    if (!isHere(called)) {
      run(described, called, job -> job.execute(described.pipeline().name()));
      return;
    }
    try (TemporaryDirectory files = TemporaryDirectory.create("flink-lstm-run");
        LocalCluster ours = LocalCluster.start(files.path(), parallelism, webPort);
        Watch shown = watch ? page.watch(described, ours.address()) : null) {
      say("Flink's web interface: " + ours.address());
      if (shown != null) {
        say("Page: " + shown.serve(page.chosen(described)));
      }
      run(described, ours.environment(configuration()), job -> await(ours, job, described));
    }
  }

  /** What must be in order before; returns what is worth a note. */
  private List<String> inspect(Pipeline pipeline) {
    if (dryRun != null) {
      RegistryCheck.of(pipeline);
      return new Preflight(pipeline).checkReading().notes();
    }
    RegistryCheck.ofWriting(pipeline);
    return new Preflight(pipeline).check().notes();
  }

  /** A rehearsal is the same wherever it runs. */
  private void run(PipelineFile described, StreamExecutionEnvironment job, Execution execution)
      throws Exception {
    if (dryRun != null) {
      new Rehearsal(described).print(job, dryRun, out());
      return;
    }
    new PipelineJob(described.pipeline(), described.model()).build(job);
    execution.execute(job);
  }

  /** What becomes of a job that is built. */
  private interface Execution {
    void execute(StreamExecutionEnvironment job) throws Exception;
  }

  private StreamExecutionEnvironment called() {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration());
  }

  /** Unless Flink's client calls. */
  private boolean isHere(StreamExecutionEnvironment called) {
    return local || called instanceof LocalStreamEnvironment;
  }

  /** Interrupted, it commits its last results: what else is open its readers would wait for. */
  private void await(
      LocalCluster ours, StreamExecutionEnvironment environment, PipelineFile described)
      throws Exception {
    JobClient job = environment.executeAsync(described.pipeline().name());
    boolean checkpoints = !described.pipeline().bounded();
    try (Interruption interruption =
        Interruption.to(() -> stop(job, checkpoints, ours.savepoints()))) {
      try {
        job.getJobExecutionResult().get();
      } catch (ExecutionException e) {
        if (interruption.happened()) {
          throw new StartupException("interrupted; results that were not committed are gone", e);
        }
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  private void stop(JobClient job, boolean checkpoints, String savepoints) {
    if (!checkpoints) {
      say("Stopping: what was scored is not committed, for it ends with the history alone.");
      job.cancel();
      return;
    }
    say("Stopping: a last checkpoint commits what was scored. Interrupted again, it is not.");
    job.stopWithSavepoint(false, savepoints, SavepointFormatType.NATIVE)
        .exceptionallyCompose(
            e -> {
              say("No last checkpoint (" + StartupException.reason(e) + "); the job is cancelled.");
              return job.cancel().thenApply(none -> "");
            });
  }

  private void submit(RemoteCluster remote, StreamExecutionEnvironment job, PipelineFile described)
      throws Exception {
    String name = described.pipeline().name();
    String id = remote.submit(job, name);
    out().println("job " + id + " runs as " + name + " on Flink at " + cluster);
    out().flush();
  }

  private Configuration configuration() {
    Configuration configuration = new Configuration();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    return configuration;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
