package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.operators.result.Prediction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results are what the published schemas say. */
class ResultWriterTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Event EVENT =
      new Event("\u00e9", 1_296_604_800_000L, new float[] {3.5f}, new Origin("in", 2, 41));

  private static Prediction<Event> prediction(Task task) {
    boolean forecasts = task == Task.ANOMALY || task == Task.FORECAST;
    return new Prediction<>(
        EVENT,
        7,
        3,
        true,
        new float[] {0.25f},
        task == Task.CLASSIFY ? "x" : "",
        forecasts ? new float[] {Float.NaN} : new float[0],
        forecasts ? 0.5 : 0,
        task == Task.ANOMALY ? 0.75 : Double.NaN,
        0xfedcL);
  }

  private static byte[] value(Task task, ResultFormat format) {
    List<Feature> features =
        List.of(new Feature("x", new Feature.Source.Field(), new Feature.Scaling.None()));
    List<Output> outputs = List.of(new Output("x", Optional.of("x"), Output.Form.VALUE));
    ModelDescription model =
        new ModelDescription("m", task, features, List.of(), outputs, Optional.empty(), Map.of());
    ResultWriter writer = new ResultWriter("out", new ResultForm(model), format);
    writer.open(new OpenContext() {});
    Outgoing outgoing = writer.map(prediction(task));
    assertThat(outgoing.key()).isEqualTo(new byte[] {(byte) 0xc3, (byte) 0xa9});
    return outgoing.value();
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void avroAndJsonSayTheSame(Task task) throws IOException {
    JsonNode json = JSON.readTree(value(task, new ResultFormat.Json()));
    ResultFormat format = new ResultFormat.Avro();
    GenericRecord avro = new AvroResults(format).read(value(task, format));
    for (String name : List.of("key", "time", "step", "warm", "model", "topic", "partition")) {
      assertThat(avro.get(name)).as(name).hasToString(json.get(name).asText());
    }
    assertThat(avro.get("offset")).isEqualTo(41L);
    assertThat((List<?>) avro.get("outputs")).hasToString("[0.25]");
    boolean forecasts = json.has("forecast");
    assertThat(avro.get("expected")).hasToString(forecasts ? "[null]" : "[]");
    assertThat(avro.get("errors")).hasToString(forecasts ? "[null]" : "[]");
    assertThat(avro.get("values")).hasToString(forecasts ? "[3.5]" : "[]");
    assertThat(avro.get("error")).isEqualTo(forecasts ? 0.5 : null);
    assertThat(avro.get("score")).isEqualTo(task == Task.ANOMALY ? 0.75 : null);
    assertThat(String.valueOf(avro.get("label"))).isEqualTo(json.path("label").asText("null"));
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void jsonIsAsItsSchemaSays(Task task) throws IOException {
    assertValid(JSON.readTree(value(task, new ResultFormat.Json())), ResultSchema.result());
  }

  @Test
  void deadLettersAreAsTheirSchemaSays() throws IOException {
    DeadLetter letter = DeadLetter.of(EVENT.origin(), new byte[] {1}, "no");
    JsonNode written = JSON.readTree(OutgoingJson.deadLetter("dead", letter).value());
    assertValid(written, ResultSchema.deadLetter());
  }

  private static void assertValid(JsonNode value, JsonNode schema) {
    schema.get("required").forEach(name -> assertThat(value.has(name.asText())).isTrue());
    value
        .properties()
        .forEach(
            field -> {
              JsonNode property = schema.get("properties").path(field.getKey());
              assertThat(property.has("type")).as(field.getKey()).isTrue();
              String type = type(field.getValue());
              assertThat(property.get("type").toString()).as(field.getKey()).contains(type);
              field
                  .getValue()
                  .forEach(
                      item ->
                          assertThat(property.at("/items/type").toString()).contains(type(item)));
            });
  }

  private static String type(JsonNode value) {
    String type = value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    return value.isIntegralNumber() ? "integer" : type;
  }
}
