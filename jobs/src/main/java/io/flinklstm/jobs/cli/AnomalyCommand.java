package io.flinklstm.jobs.cli;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.jobs.History;
import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.Scoring;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.models.BundleSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private NamedTopics named;

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
    BundleSource source = named.model();
    Pipeline pipeline = pipeline(source.bundle().description());
    PipelineJob job = new PipelineJob(pipeline, source);
    new Preflight(pipeline).check();
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    job.build(environment);
    environment.execute(name);
    return 0;
  }

  private Pipeline pipeline(ModelDescription model) {
    Pipeline pipeline =
        Pipeline.of(name, named.topics(), Layout.standard(model.fieldNames().size()))
            .with(
                Delivery.standard()
                    .withCheckpointInterval(checkpointInterval)
                    .withTransactionTimeout(transactionTimeout))
            .with(Scoring.of(operator(), model))
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
