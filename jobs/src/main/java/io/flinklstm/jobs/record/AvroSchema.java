package io.flinklstm.jobs.record;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.avro.shaded.org.apache.avro.AvroRuntimeException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;

/**
 * The schema of an Avro record.
 *
 * @param text JSON, as in an {@code .avsc} file
 */
public record AvroSchema(String text) implements Serializable {

  /**
   * Checks that it is one.
   *
   * @throws IllegalArgumentException where it is none, or not that of a record
   */
  public AvroSchema {
    if (parse(text).getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException("the schema of a " + parse(text).getType().getName());
    }
  }

  Schema parsed() {
    return parse(text);
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      String why = e.getMessage().lines().findFirst().orElse("");
      throw new IllegalArgumentException("no Avro schema (" + why + ")", e);
    }
  }

  /** Whether the path leads to something in some record of this schema. */
  public boolean has(FieldPath path) {
    Set<Schema> here = Set.of(parsed());
    for (Object step : path.steps()) {
      Set<Schema> next = new HashSet<>();
      here.forEach(schema -> follow(schema, step, next));
      here = next;
    }
    return !here.isEmpty();
  }

  private static void follow(Schema schema, Object step, Set<Schema> found) {
    boolean named = step instanceof String;
    switch (schema.getType()) {
      case UNION -> schema.getTypes().forEach(branch -> follow(branch, step, found));
      case RECORD -> {
        if (named && schema.getField((String) step) != null) {
          found.add(schema.getField((String) step).schema());
        }
      }
      case MAP -> {
        if (named) {
          found.add(schema.getValueType());
        }
      }
      case ARRAY -> {
        if (!named) {
          found.add(schema.getElementType());
        }
      }
      default -> {}
    }
  }
}
