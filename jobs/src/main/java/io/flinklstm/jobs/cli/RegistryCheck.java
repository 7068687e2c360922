package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.RecordFormat;
import io.flinklstm.jobs.record.Registry;
import io.flinklstm.jobs.record.ResultFormat;
import io.flinklstm.jobs.record.SchemaRegistry;
import io.flinklstm.jobs.record.SchemaRegistryException;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the schema registry of a pipeline whether it is there and takes results, where it must. */
final class RegistryCheck {

  private RegistryCheck() {}

  /**
   * Asks each registry once.
   *
   * @throws StartupException where one is not there
   */
  static void of(Pipeline pipeline) {
    registries(pipeline).distinct().forEach(RegistryCheck::ask);
  }

  /**
   * Asks whether results may be written as well.
   *
   * @throws StartupException where they may not, or a registry is not there
   */
  static void ofWriting(Pipeline pipeline) {
    of(pipeline);
    if (pipeline.results() instanceof ResultFormat.RegisteredAvro avro) {
      requireTaken(avro);
    }
  }

  private static void requireTaken(ResultFormat.RegisteredAvro results) {
    try {
      if (!new SchemaRegistry(results.registry()).takesResults(results.subject())) {
        throw new StartupException(
            "output.subject: %s at the schema registry has a schema that results do not go with; choose another subject"
                .formatted(results.subject()));
      }
    } catch (SchemaRegistryException e) {
      throw new StartupException(e.getMessage(), e);
    }
  }

  private static void ask(Registry registry) {
    try {
      new SchemaRegistry(registry).check();
    } catch (SchemaRegistryException e) {
      throw new StartupException(e.getMessage(), e);
    }
  }

  private static Stream<Registry> registries(Pipeline pipeline) {
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
}
