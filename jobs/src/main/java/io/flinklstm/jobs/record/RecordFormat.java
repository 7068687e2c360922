package io.flinklstm.jobs.record;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What the bytes of a record are. */
public sealed interface RecordFormat extends Serializable {

  /** What a record has to be, as errors name it. */
  String expected();

  /** Whether a file of them has one a line. */
  default boolean isText() {
    return false;
  }

  /** Whether the first line of a file only names what is in the others. */
  default boolean isHeading(byte[] line) {
    return false;
  }

  /** A JSON document a record. */
  record Json() implements RecordFormat {
    @Override
    public String expected() {
      return "a JSON object";
    }

    @Override
    public boolean isText() {
      return true;
    }
  }

  /**
   * A line of values a record.
   *
   * @param columns their names, in order
   */
  record Csv(List<String> columns) implements RecordFormat {

    public Csv {
      columns = List.copyOf(columns);
    }

    @Override
    public String expected() {
      return "a line of CSV";
    }

    @Override
    public boolean isText() {
      return true;
    }

    @Override
    public boolean isHeading(byte[] line) {
      String names = new String(line, StandardCharsets.UTF_8).stripTrailing();
      return names.equals(String.join(",", columns));
    }
  }

  /**
   * An Avro record, its bytes alone.
   *
   * @param schema with which it was written
   */
  record Avro(AvroSchema schema) implements RecordFormat {
    @Override
    public String expected() {
      return "an Avro record";
    }
  }

  /**
   * An Avro record behind a zero byte and the four bytes of its schema's number in a registry.
   *
   * @param schema as which records of whatever schema are read; empty for their own
   */
  record RegisteredAvro(Registry registry, Optional<AvroSchema> schema) implements RecordFormat {
    @Override
    public String expected() {
      return "an Avro record with the number of its schema";
    }

    // Optional is not serializable, and a record's form is its components': written by a proxy.
    private Object writeReplace() {
      return new Written(registry, schema.orElse(null));
    }

    private record Written(Registry registry, AvroSchema schema) implements Serializable {
      private Object readResolve() {
        return new RegisteredAvro(registry, Optional.ofNullable(schema));
      }
    }
  }

  /** A message of Protocol Buffers. */
  record Protobuf(ProtobufMessage message) implements RecordFormat {
    @Override
    public String expected() {
      return "a message " + message.name();
    }
  }
}
