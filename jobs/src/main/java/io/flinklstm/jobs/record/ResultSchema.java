package io.flinklstm.jobs.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.avro.shaded.org.apache.avro.JsonProperties;
import org.apache.flink.avro.shaded.org.apache.avro.LogicalTypes;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;

/** What results and dead letters are made of, for whoever reads them. */
public final class ResultSchema {

  /** What a value may be; what is not finite is null. */
  private enum Type {
    TEXT("string", Schema.create(Schema.Type.STRING)),
    WHOLE("integer", Schema.create(Schema.Type.LONG)),
    TIME("integer", LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG))),
    INDEX("integer", Schema.create(Schema.Type.INT)),
    FLAG("boolean", Schema.create(Schema.Type.BOOLEAN)),
    NUMBER("number", Schema.create(Schema.Type.DOUBLE)),
    NUMBERS("array", Schema.createArray(orNull(Schema.create(Schema.Type.FLOAT))));

    private final String json;
    private final Schema avro;

    Type(String json, Schema avro) {
      this.json = json;
      this.avro = avro;
    }
  }

  /** When a field has a value. */
  private enum Presence {
    ALWAYS,
    /** In Avro null or empty otherwise, in JSON not there or null. */
    BY_TASK,
    /** By task, and not in Avro, where outputs are {@code outputs} whatever the task is. */
    JSON_ONLY
  }

  private record Field(String name, Type type, Presence presence, String prose) {}

  private static final List<Field> RESULT =
      List.of(
          new Field("key", Type.TEXT, Presence.ALWAYS, "Of the event."),
          new Field("time", Type.TIME, Presence.ALWAYS, "Of the event, in epoch milliseconds."),
          new Field("step", Type.WHOLE, Presence.ALWAYS, "Steps of the key, this one included."),
          new Field("warm", Type.FLAG, Presence.ALWAYS, "Whether the warm-up is over."),
          new Field("label", Type.TEXT, Presence.BY_TASK, "What a classifier says."),
          new Field(
              "forecast",
              Type.NUMBERS,
              Presence.JSON_ONLY,
              "Outputs of a model for anomalies or forecasts: the next event, in raw units."),
          new Field("probabilities", Type.NUMBERS, Presence.JSON_ONLY, "Outputs of a classifier."),
          new Field("embedding", Type.NUMBERS, Presence.JSON_ONLY, "Outputs that embed."),
          new Field("outputs", Type.NUMBERS, Presence.BY_TASK, "Outputs of the model."),
          new Field(
              "expected",
              Type.NUMBERS,
              Presence.BY_TASK,
              "What had been forecast for this event, null where nothing had been."),
          new Field(
              "errors",
              Type.NUMBERS,
              Presence.BY_TASK,
              "By how much each value was above what had been expected, in scaled units."),
          new Field(
              "error",
              Type.NUMBER,
              Presence.BY_TASK,
              "The mean of the amounts of all of them; 0 where nothing had been expected."),
          new Field(
              "values",
              Type.NUMBERS,
              Presence.BY_TASK,
              "Of the event, in raw units, where the model forecasts."),
          new Field("score", Type.NUMBER, Presence.BY_TASK, "The anomaly score, 0 to 1."),
          new Field("model", Type.TEXT, Presence.ALWAYS, "Its fingerprint in hexadecimal digits."),
          new Field("topic", Type.TEXT, Presence.ALWAYS, "Of the event, or its file."),
          new Field("partition", Type.INDEX, Presence.ALWAYS, "Of the event."),
          new Field("offset", Type.WHOLE, Presence.ALWAYS, "Of the event, or its line."));

  private static final List<Field> DEAD_LETTER =
      List.of(
          new Field("topic", Type.TEXT, Presence.ALWAYS, "Of the record, or its file."),
          new Field("partition", Type.INDEX, Presence.ALWAYS, "Of the record."),
          new Field("offset", Type.WHOLE, Presence.ALWAYS, "Of the record, or its line."),
          new Field("reason", Type.TEXT, Presence.ALWAYS, "Why it was not scored."),
          new Field(
              "length",
              Type.WHOLE,
              Presence.BY_TASK,
              "Bytes of a record that is no event; -1 for a tombstone."),
          new Field("head", Type.TEXT, Presence.BY_TASK, "Its first 256 bytes in Base64."),
          new Field("key", Type.TEXT, Presence.BY_TASK, "Of an event that took no step."),
          new Field("time", Type.TIME, Presence.BY_TASK, "Its time in epoch milliseconds."),
          new Field("values", Type.NUMBERS, Presence.BY_TASK, "Its values."));

  private static final Schema AVRO = parsed();

  private ResultSchema() {}

  /** JSON Schema of results. */
  public static ObjectNode result() {
    return json("A result of flink-lstm", RESULT);
  }

  /** JSON Schema of dead letters, late events among them. */
  public static ObjectNode deadLetter() {
    return json("A dead letter of flink-lstm", DEAD_LETTER);
  }

  /** The Avro schema of results. */
  public static String avro() {
    return AVRO.toString(true);
  }

  static Schema schema() {
    return AVRO;
  }

  private static Schema parsed() {
    List<Schema.Field> fields = new ArrayList<>();
    for (Field field : RESULT) {
      if (field.presence != Presence.JSON_ONLY) {
        fields.add(avro(field));
      }
    }
    return Schema.createRecord("Result", "A result of flink-lstm", "io.flinklstm", false, fields);
  }

  /** With a default where a later version may leave it out. */
  private static Schema.Field avro(Field field) {
    if (field.presence == Presence.ALWAYS) {
      return new Schema.Field(field.name, field.type.avro, field.prose);
    }
    return field.type == Type.NUMBERS
        ? new Schema.Field(field.name, field.type.avro, field.prose, List.of())
        : new Schema.Field(
            field.name, orNull(field.type.avro), field.prose, JsonProperties.NULL_VALUE);
  }

  private static Schema orNull(Schema schema) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
  }

  private static ObjectNode json(String title, List<Field> fields) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", title);
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Field field : fields) {
      ObjectNode property = properties.putObject(field.name);
      property.put("description", field.prose);
      if (field.type == Type.NUMBER) {
        property.putArray("type").add(field.type.json).add("null");
      } else {
        property.put("type", field.type.json);
      }
      if (field.type == Type.NUMBERS) {
        property.putObject("items").putArray("type").add("number").add("null");
      }
      if (field.presence == Presence.ALWAYS) {
        required.add(field.name);
      }
    }
    return schema;
  }
}
