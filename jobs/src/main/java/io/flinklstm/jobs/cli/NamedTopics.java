package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.models.BundleSource;
import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that name topics and model of a job that has no pipeline file. */
final class NamedTopics {

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

  Topics topics() {
    return new Topics(bootstrap, input, output, deadLetters);
  }

  /** Reads the model. */
  BundleSource model() {
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
