package io.flinklstm.jobs.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.avro.shaded.org.apache.avro.AvroRuntimeException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;

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

  /**
   * The same schema, whose texts are read as their bytes: some would have Java's strings, into
   * which Avro puts a mark for what is not UTF-8.
   */
  static Schema withUtf8(Schema schema) {
    String json = schema.toString();
    if (!json.contains(GenericData.STRING_PROP)) {
      return schema;
    }
    try {
      JsonNode tree = new ObjectMapper().readTree(json);
      for (JsonNode parent : tree.findParents(GenericData.STRING_PROP)) {
        ((ObjectNode) parent).remove(GenericData.STRING_PROP);
      }
      return parse(tree.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro writes a schema that is not JSON", e);
    }
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
