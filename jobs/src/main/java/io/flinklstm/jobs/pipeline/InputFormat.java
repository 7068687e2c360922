package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.pipeline.Settings.Format;
import io.flinklstm.jobs.pipeline.Settings.ResultsAs;
import io.flinklstm.jobs.record.AvroSchema;
import io.flinklstm.jobs.record.ProtobufMessage;
import io.flinklstm.jobs.record.RecordFormat;
import io.flinklstm.jobs.record.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the bytes of a record are, by what a file says and the files that it names. */
final class InputFormat {

  private static final int MAX_BYTES = 1 << 22;

  private final Values values;
  private final Path folder;
  private final Problems problems;

  /**
   * @param folder where relative paths begin
   */
  InputFormat(Values values, Path folder, Problems problems) {
    this.values = values;
    this.folder = folder;
    this.problems = problems;
  }

  /** Empty where there was a problem. */
  Optional<RecordFormat> read() {
    Format format = values.get(Settings.FORMAT).orElse(Format.JSON);
    only(Settings.COLUMNS, "names of columns", format, Format.CSV);
    only(Settings.SCHEMA, "a schema", format, Format.AVRO, Format.AVRO_CONFLUENT);
    only(Settings.DESCRIPTOR, "a descriptor", format, Format.PROTOBUF);
    only(Settings.MESSAGE, "a message", format, Format.PROTOBUF);
    checkRegistry(format);
    return switch (format) {
      case JSON -> Optional.of(new RecordFormat.Json());
      case CSV ->
          needed(Settings.COLUMNS, "the names of all columns, in order").map(RecordFormat.Csv::new);
      case AVRO ->
          needed(Settings.SCHEMA, "the file of the records' schema")
              .flatMap(name -> schema())
              .map(RecordFormat.Avro::new);
      case AVRO_CONFLUENT -> registeredAvro();
      case PROTOBUF -> protobuf();
    };
  }

  private Optional<RecordFormat> registeredAvro() {
    Optional<AvroSchema> schema = schema();
    boolean wrong = schema.isEmpty() && values.get(Settings.SCHEMA).isPresent();
    return wrong
        ? Optional.empty()
        : registry(values).map(registry -> new RecordFormat.RegisteredAvro(registry, schema));
  }

  private Optional<RecordFormat> protobuf() {
    Optional<String> file = needed(Settings.DESCRIPTOR, "the file that protoc wrote");
    Optional<String> message = needed(Settings.MESSAGE, "the message's full name");
    if (file.isEmpty() || message.isEmpty()) {
      return Optional.empty();
    }
    return parsed(
            Settings.DESCRIPTOR,
            bytes -> new ProtobufMessage(bytes, message.get()),
            "descriptors with the message " + message.get())
        .map(RecordFormat.Protobuf::new);
  }

  private Optional<AvroSchema> schema() {
    return parsed(
        Settings.SCHEMA,
        bytes -> new AvroSchema(new String(bytes, StandardCharsets.UTF_8)),
        "the Avro schema of a record");
  }

  /** What is made of a file; empty where none is named, or with a problem. */
  private <T> Optional<T> parsed(
      Setting<String> setting, Function<byte[], T> parser, String expected) {
    Optional<String> name = values.get(setting);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    int line = values.line(setting);
    String place = "input." + setting.name();
    try {
      return Optional.of(parser.apply(new NamedFile(folder, name.get()).read(MAX_BYTES)));
    } catch (IOException e) {
      problems.add(line, place, NamedFile.unreadable(e), expected);
    } catch (IllegalArgumentException e) {
      problems.add(line, place, e.getMessage(), expected);
    }
    return Optional.empty();
  }

  /** Where the file says it. */
  static Optional<Registry> registry(Values values) {
    Map<String, String> properties = values.get(Settings.REGISTRY_PROPERTIES).orElse(Map.of());
    return values.get(Settings.REGISTRY).map(url -> new Registry(url, properties));
  }

  private void checkRegistry(Format format) {
    boolean written = values.get(Settings.OUTPUT_FORMAT).orElse(null) == ResultsAs.AVRO_CONFLUENT;
    if ((written || format == Format.AVRO_CONFLUENT) && registry(values).isEmpty()) {
      int line = values.line(written ? Settings.OUTPUT_FORMAT : Settings.FORMAT);
      problems.add(line, "registry.url", "nothing", "where the schema registry is");
    }
    if (values.get(Settings.REGISTRY).filter(url -> url.contains("@")).isPresent()) {
      problems.add(
          values.line(Settings.REGISTRY),
          "registry.url",
          "a name or password",
          "the address alone, and in registry.properties basic.auth.credentials.source: USER_INFO"
              + " with basic.auth.user.info: name:password");
    }
    if (!written && values.get(Settings.SUBJECT).isPresent()) {
      String expected = "none, or format: avro-confluent";
      problems.add(values.line(Settings.SUBJECT), "output.subject", "a subject", expected);
    }
    boolean lines = format == Format.JSON || format == Format.CSV;
    if (!lines && values.get(Settings.HISTORY).isPresent()) {
      String expected = "none, or format: json or csv, of which a record is a line";
      problems.add(values.line(Settings.HISTORY), "input.history", "files", expected);
    }
  }

  private <T> Optional<T> needed(Setting<T> setting, String what) {
    Optional<T> value = values.get(setting);
    if (value.isEmpty()) {
      problems.add(values.line(Settings.FORMAT), "input." + setting.name(), "nothing", what);
    }
    return value;
  }

  private void only(Setting<?> setting, String what, Format format, Format... allowed) {
    if (values.get(setting).isPresent() && !List.of(allowed).contains(format)) {
      problems.add(
          values.line(setting),
          "input." + setting.name(),
          what,
          "none, or format: " + Kind.spell(allowed[0]));
    }
  }
}
