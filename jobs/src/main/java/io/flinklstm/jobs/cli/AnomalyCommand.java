package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.History;
import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.Scoring;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.models.BundleSource;
import io.flinklstm.operators.LstmScoring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private Duration checkpointInterval = Delivery.standard().checkpointInterval();

  @Option(
      names = "--transaction-timeout",
      description = "An outage longer than this loses results. At most what the broker allows.")
  private Duration transactionTimeout = Delivery.standard().transactionTimeout();

  @Option(names = "--max-wave", description = "Keys advanced in one matrix product.")
  private String maxWave = "256";

  @Option(
      names = "--state-encoding",
      description = "Form in which hidden and cell state are kept: float32, float16 or bfloat16.")
  private String stateEncoding = "float32";

  @Option(
      names = "--on-model-change",
      description =
          "What becomes of keys whose state another model made: fail, carry, reset or replay.")
  private String onModelChange = "fail";

  @Option(
      names = "--remembered-rows",
      description = "How many of a key's last rows its state keeps, for --on-model-change=replay.")
  private String rememberedRows;

  @Option(
      names = "--max-parallelism",
      description = "Highest parallelism ever; fixed for the life of the job's state.")
  private int maxParallelism = Pipeline.DEFAULT_MAX_PARALLELISM;

  @Override
  public Integer call() throws Exception {
    BundleSource source = ModelOptions.bundle(model);
    int fields = source.load().fields();
    requireRoom(fields);
    Pipeline pipeline = pipeline(fields);
    PipelineJob job = new PipelineJob(pipeline, source);
    new Preflight(pipeline).check();
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    job.build(environment);
    environment.execute(name);
    return 0;
  }

  private void requireRoom(int fields) {
    int most = LstmScoring.mostHistory(fields);
    if (rememberedRows != null
        && rememberedRows.matches("\\d{1,9}")
        && Integer.parseInt(rememberedRows) > most) {
      throw new StartupException(
          "--remembered-rows: found %s, expected at most %d for a model with %d fields"
              .formatted(rememberedRows, most, fields));
    }
  }

  private Pipeline pipeline(int fields) {
    Topics topics = new Topics(bootstrap, input, output, deadLetters);
    Pipeline pipeline =
        Pipeline.of(name, topics, Layout.standard(fields))
            .with(
                Delivery.standard()
                    .withCheckpointInterval(checkpointInterval)
                    .withTransactionTimeout(transactionTimeout))
            .with(Scoring.of(operator()))
            .withMaxParallelism(maxParallelism);
    return history == null ? pipeline : pipeline.with(new History(history, historyOnly));
  }

  /** As a pipeline file would say it. */
  private Map<String, String> operator() {
    Map<String, String> settings = new HashMap<>();
    settings.put("max-wave", maxWave);
    settings.put("state-encoding", stateEncoding);
    settings.put("on-model-change", onModelChange);
    if (rememberedRows != null) {
      settings.put("remembered-rows", rememberedRows);
    }
    return settings;
  }
}
