package io.flinklstm.jobs.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Results and dead letters as JSON. Numbers are written as the shortest text that reads back to the
 * same bits, the same on every JDK; what is not finite is null.
 */
public final class OutgoingJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private static final int TYPICAL_LENGTH = 256;

  private OutgoingJson() {}

  /**
   * A result, keyed as its event.
   *
   * @param form decides what accompanies the outputs, and how these are called
   */
  public static Outgoing result(String topic, ResultForm form, Prediction<Event> prediction) {
    Event event = prediction.event();
    byte[] value =
        object(
            json -> {
              json.writeStringField("key", event.key());
              json.writeNumberField("time", event.time());
              json.writeNumberField("step", prediction.step());
              json.writeBooleanField("warm", prediction.warm());
              switch (form.task()) {
                case ANOMALY, FORECAST -> writeForecast(json, form, prediction);
                case CLASSIFY -> {
                  json.writeStringField("label", prediction.label());
                  writeNumbers(json, "probabilities", prediction.outputs());
                }
                case SCORE -> writeNumbers(json, "outputs", prediction.outputs());
                case EMBED -> writeNumbers(json, "embedding", prediction.outputs());
              }
              json.writeStringField("model", HexFormat.of().toHexDigits(prediction.fingerprint()));
              writeOrigin(json, event.origin());
            });
    return keyed(topic, event, value);
  }

  private static void writeForecast(
      JsonGenerator json, ResultForm form, Prediction<Event> prediction) throws IOException {
    writeNumbers(json, "values", prediction.event().values());
    writeNumbers(json, "forecast", prediction.outputs());
    writeNumbers(json, "expected", prediction.expected());
    writeNumbers(json, "errors", form.errors(prediction));
    writeNumber(json, "error", prediction.error());
    writeNumber(json, "score", prediction.score());
  }

  /** A record that was no event. */
  public static Outgoing deadLetter(String topic, DeadLetter letter) {
    byte[] value =
        object(
            json -> {
              writeOrigin(json, letter.origin());
              json.writeStringField("reason", letter.reason());
              json.writeNumberField("length", letter.length());
              json.writeBinaryField("head", letter.head());
            });
    return new Outgoing(topic, null, value, letter.origin().headers());
  }

  /** An event that took no step. */
  public static Outgoing rejected(String topic, Rejected<Event> rejected) {
    Event event = rejected.event();
    byte[] value =
        object(
            json -> {
              writeOrigin(json, event.origin());
              json.writeStringField("reason", rejected.text());
              json.writeStringField("key", event.key());
              json.writeNumberField("time", event.time());
              writeNumbers(json, "values", event.values());
            });
    return keyed(topic, event, value);
  }

  static Outgoing keyed(String topic, Event event, byte[] value) {
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    return new Outgoing(topic, key, value, event.origin().headers());
  }

  private static void writeOrigin(JsonGenerator json, Origin origin) throws IOException {
    json.writeStringField("topic", origin.topic());
    json.writeNumberField("partition", origin.partition());
    json.writeNumberField("offset", origin.offset());
  }

  private static void writeNumbers(JsonGenerator json, String name, float[] values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (float value : values) {
      if (Float.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }

  private static void writeNumber(JsonGenerator json, String name, double value)
      throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  private static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_LENGTH);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }
}
