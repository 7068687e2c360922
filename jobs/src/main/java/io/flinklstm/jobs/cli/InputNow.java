package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.RecordFormat;
import io.flinklstm.jobs.record.Registry;
import io.flinklstm.jobs.record.ResultFormat;
import io.flinklstm.jobs.record.SchemaRegistry;
import io.flinklstm.jobs.record.SchemaRegistryException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a pipeline's surroundings can be asked beside Kafka's promises. */
final class InputNow {

  private final Pipeline pipeline;

  InputNow(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Asks the schema registry whether it is there, where one is needed.
   *
   * @throws StartupException where it is not
   */
  void check() {
    registries()
        .distinct()
        .forEach(
            registry -> {
              try {
                new SchemaRegistry(registry).check();
              } catch (SchemaRegistryException e) {
                throw new StartupException(e.getMessage(), e);
              }
            });
  }

  private Stream<Registry> registries() {
    Optional<Registry> read =
        pipeline.layout().format() instanceof RecordFormat.RegisteredAvro avro
            ? Optional.of(avro.registry())
            : Optional.empty();
    Optional<Registry> written =
        pipeline.results() instanceof ResultFormat.RegisteredAvro avro
            ? Optional.of(avro.registry())
            : Optional.empty();
    return Stream.concat(read.stream(), written.stream());
  }

  /** Prints which topics match a pattern now. */
  void print(PrintWriter out) {
    Topics topics = pipeline.topics();
    if (topics.inputs() instanceof InputTopics.Matching) {
      List<String> names =
          CommittedReader.topics(topics.bootstrapServers(), topics.inputs(), pipeline.kafka());
      out.printf(
          "  %s are now: %s%n",
          topics.input(), names.isEmpty() ? "none" : String.join(", ", names));
      out.flush();
    }
  }
}
