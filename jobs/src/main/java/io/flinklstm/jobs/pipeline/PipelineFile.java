package io.flinklstm.jobs.pipeline;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.jobs.History;
import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.ResultFormat;
import io.flinklstm.models.BundleSource;
import io.flinklstm.models.ModelBundle;
import io.flinklstm.models.ModelFile;
import io.flinklstm.models.UserDescription;
import io.flinklstm.models.format.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A pipeline as a file describes it, with its model. Everything that can be known without Kafka has
 * been checked.
 *
 * @param model as it travels to the tasks, whatever format its file has
 */
public record PipelineFile(Pipeline pipeline, BundleSource model) {

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_MODEL = 1 << 30; // it travels in the job graph

  /**
   * Reads a file.
   *
   * @param environment the value of an environment variable, null for none
   * @throws StartupException with all that is wrong, each with its line
   */
  public static PipelineFile read(Path file, UnaryOperator<String> environment) {
    return read(file, environment, Map.of());
  }

  /**
   * Reads a file for another Kafka cluster than it names, where its security settings mean nothing.
   *
   * @param bootstrapServers of that cluster
   * @throws StartupException with all that is wrong, each with its line
   */
  public static PipelineFile read(
      Path file, UnaryOperator<String> environment, String bootstrapServers) {
    return read(
        file,
        environment,
        Map.of(Settings.BOOTSTRAP, bootstrapServers, Settings.PROPERTIES, Map.of()));
  }

  private static PipelineFile read(
      Path file, UnaryOperator<String> environment, Map<Setting<?>, Object> given) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Problems problems = new Problems(file.toString());
    Values values = Values.read(text(file), new Substitution(folder, environment), problems, given);
    Optional<BundleSource> model =
        values.get(Settings.MODEL).flatMap(name -> model(values, folder, problems));
    Optional<ModelDescription> description = model.map(found -> found.bundle().description());
    Optional<Layout> layout =
        description.map(found -> new InputLayout(values, folder, found, problems).read());
    ClientSettings.check(values, problems);
    checkTopics(values, problems);
    checkHistory(values, folder, problems);
    description.ifPresent(found -> new ModelFit(values, found, problems).check());
    Scoring.check(values, problems);
    Delivery.check(values, problems);
    problems.end();
    return new PipelineFile(pipeline(values, folder, layout.orElseThrow()), model.orElseThrow());
  }

  /** What the model's file says of it. */
  public ModelDescription description() {
    return model.bundle().description();
  }

  /** The same on another Kafka cluster. */
  public PipelineFile at(String bootstrapServers) {
    return new PipelineFile(pipeline.with(pipeline.topics().at(bootstrapServers)), model);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new StartupException(
            file + ": found " + Files.size(file) + " bytes, expected at most " + MAX_BYTES);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartupException(
          "pipeline " + file + " cannot be read (" + e + "); give the path of a YAML file", e);
    }
  }

  private static Optional<BundleSource> model(Values values, Path folder, Problems problems) {
    NamedFile file = new NamedFile(folder, values.get(Settings.MODEL).orElseThrow());
    int line = values.line(Settings.MODEL);
    try {
      byte[] bytes = file.read(MAX_MODEL);
      Optional<NamedFile> describe =
          values.get(Settings.DESCRIBE).map(name -> new NamedFile(folder, name));
      return Optional.of(
          describe.isEmpty() && ModelBundle.isBundle(bytes)
              ? BundleSource.of(bytes) // as it is: its fingerprint must stay the same
              : BundleSource.of(imported(bytes, file, describe, values)));
    } catch (ModelFormatException e) {
      problems.add(line, "model", e.in(file.last()).getMessage(), "a model");
    } catch (IOException e) {
      problems.add(line, "model", NamedFile.unreadable(e), "a model file");
    }
    return Optional.empty();
  }

  private static byte[] imported(
      byte[] model, NamedFile file, Optional<NamedFile> describe, Values values)
      throws IOException {
    UserDescription description =
        describe.isEmpty()
            ? UserDescription.none()
            : UserDescription.parse(
                new String(describe.get().read(MAX_BYTES), StandardCharsets.UTF_8));
    ModelFile.Options options =
        new ModelFile.Options(values.get(Settings.STATE_DICT), description, false);
    Optional<Path> beside = file.path().map(path -> path.toAbsolutePath().getParent());
    String name = file.last().toString().replaceAll("\\.[a-zA-Z0-9]+$", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.read(model, beside, name, options).bundle().write(bytes);
    return bytes.toByteArray();
  }

  private static void checkHistory(Values values, Path folder, Problems problems) {
    if (values.get(Settings.HISTORY_ONLY).orElse(false) && values.get(Settings.HISTORY).isEmpty()) {
      problems.add(
          values.line(Settings.HISTORY_ONLY), "input.history-only", "true", "a history beside it");
    }
    for (String name : values.get(Settings.HISTORY).orElse(List.of())) {
      if (new NamedFile(folder, name).isMissing()) {
        problems.add(
            values.line(Settings.HISTORY),
            "input.history",
            name,
            "a file or folder that is there; relative paths begin at the pipeline file");
      }
    }
  }

  private static void checkTopics(Values values, Problems problems) {
    boolean named = values.line(Settings.INPUT_TOPIC) > 0;
    boolean matching = values.line(Settings.TOPIC_PATTERN) > 0;
    if (named == matching) {
      problems.add(
          values.line(Settings.INPUT_TOPIC),
          "input.topic",
          named ? "it and input.topic-pattern" : "nothing",
          "the one or the other");
    }
    inputs(values).ifPresent(inputs -> checkApart(values, inputs, problems));
    checkOutput(values, problems);
  }

  /** Readers of results expect nothing else among them. */
  private static void checkOutput(Values values, Problems problems) {
    Optional<String> output = values.get(Settings.OUTPUT_TOPIC);
    for (Setting<String> other : List.of(Settings.DEAD_LETTERS, Settings.LATE)) {
      if (output.isPresent() && output.equals(values.get(other))) {
        problems.add(
            values.line(Settings.OUTPUT_TOPIC),
            "output.topic",
            output.get(),
            "another than output." + other.name());
      }
    }
  }

  /** A job that reads what it writes would never end. */
  private static void checkApart(Values values, InputTopics inputs, Problems problems) {
    int line = Math.max(values.line(Settings.INPUT_TOPIC), values.line(Settings.TOPIC_PATTERN));
    for (Setting<String> written :
        List.of(Settings.OUTPUT_TOPIC, Settings.DEAD_LETTERS, Settings.LATE)) {
      values
          .get(written)
          .filter(inputs::include)
          .ifPresent(
              topic ->
                  problems.add(
                      line, "input.topic", topic, "no topic that the pipeline writes itself"));
    }
  }

  private static Optional<InputTopics> inputs(Values values) {
    return values
        .get(Settings.TOPIC_PATTERN)
        .or(() -> values.get(Settings.INPUT_TOPIC).map(InputTopics.Named::new));
  }

  private static Pipeline pipeline(Values v, Path folder, Layout layout) {
    String deadLetters = v.get(Settings.DEAD_LETTERS).orElseThrow();
    Topics topics =
        new Topics(
            v.get(Settings.BOOTSTRAP).orElseThrow(),
            inputs(v).orElseThrow(),
            v.get(Settings.OUTPUT_TOPIC).orElseThrow(),
            deadLetters,
            v.get(Settings.LATE).orElse(deadLetters));
    return new Pipeline(
        v.get(Settings.NAME).orElseThrow(),
        topics,
        v.get(Settings.PROPERTIES).orElse(Map.of()),
        Consumption.of(v),
        v.get(Settings.HISTORY)
            .map(
                names ->
                    new History(
                        names.stream().map(name -> new NamedFile(folder, name).located()).toList(),
                        v.get(Settings.HISTORY_ONLY).orElseThrow())),
        layout,
        Scoring.of(v),
        Delivery.of(v),
        results(v),
        v.get(Settings.MAX_PARALLELISM).orElseThrow());
  }

  /** With a registry where one is needed: that has been checked. */
  private static ResultFormat results(Values v) {
    return switch (v.get(Settings.OUTPUT_FORMAT).orElseThrow()) {
      case JSON -> new ResultFormat.Json();
      case AVRO -> new ResultFormat.Avro();
      case AVRO_CONFLUENT ->
          new ResultFormat.RegisteredAvro(
              InputFormat.registry(v).orElseThrow(),
              v.get(Settings.SUBJECT)
                  .orElse(v.get(Settings.OUTPUT_TOPIC).orElseThrow() + "-value"));
    };
  }
}
