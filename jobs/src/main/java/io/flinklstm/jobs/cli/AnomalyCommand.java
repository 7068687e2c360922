package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.AnomalyJob;
import io.flinklstm.jobs.AnomalyPipeline;
import io.flinklstm.jobs.History;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.models.BundleSource;
import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flink run flink-lstm-jobs.jar anomaly ...}. */
@Command(
    name = "anomaly",
    description =
        "Scores the events of a Kafka topic, exactly once, in the Flink cluster it is submitted to.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class AnomalyCommand implements Callable<Integer> {

  @Option(
      names = "--name",
      required = true,
      description =
          "Name of the job, its consumer group and its transactions. Unique on the Kafka cluster,"
              + " and the same over restarts and upgrades.")
  private String name;

  @Option(names = "--bootstrap", required = true, description = "Kafka's bootstrap servers.")
  private String bootstrap;

  @Option(names = "--input", required = true, description = "Topic of JSON events.")
  private String input;

  @Option(names = "--output", required = true, description = "Topic of results.")
  private String output;

  @Option(
      names = "--dead-letters",
      required = true,
      description = "Topic of what cannot be scored, and why.")
  private String deadLetters;

  @Option(names = "--model", required = true, description = "Model bundle file.")
  private Path model;

  @Option(
      names = "--history",
      split = ",",
      description =
          "Files of JSON events, one a line, or directories of them, read before the topic. Give"
              + " them again at every restart.")
  private List<String> history;

  @Option(
      names = "--history-only",
      description = "End after the history, in batch execution, and read no topic.")
  private boolean historyOnly;

  @Option(
      names = "--checkpoint-interval",
      description = "Results become visible to committed-only readers once per interval.")
  private Duration checkpointInterval = AnomalyPipeline.DEFAULT_CHECKPOINT_INTERVAL;

  @Option(
      names = "--transaction-timeout",
      description = "An outage longer than this loses results. At most what the broker allows.")
  private Duration transactionTimeout = AnomalyPipeline.DEFAULT_TRANSACTION_TIMEOUT;

  @Option(names = "--max-wave", description = "Keys advanced in one matrix product.")
  private int maxWave = AnomalyPipeline.DEFAULT_MAX_WAVE;

  @Option(
      names = "--max-parallelism",
      description = "Highest parallelism ever; fixed for the life of the job's state.")
  private int maxParallelism = AnomalyPipeline.DEFAULT_MAX_PARALLELISM;

  @Override
  public Integer call() throws Exception {
    AnomalyPipeline pipeline =
        new AnomalyPipeline(
            name,
            new Topics(bootstrap, input, output, deadLetters),
            history == null ? Optional.empty() : Optional.of(new History(history, historyOnly)),
            checkpointInterval,
            transactionTimeout,
            maxWave,
            maxParallelism);
    AnomalyJob job = new AnomalyJob(pipeline, source());
    new Preflight(pipeline).check();
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    job.build(environment);
    environment.execute(name);
    return 0;
  }

  private BundleSource source() {
    try {
      return BundleSource.of(model);
    } catch (IOException e) {
      throw new StartupException(
          "model " + model + " cannot be read (" + e + "); give the path of a bundle file", e);
    } catch (ModelFormatException e) {
      throw new StartupException("model: " + e.getMessage(), e);
    }
  }
}
