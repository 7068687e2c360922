package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.jobs.audit.Result;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class OutgoingJsonTest {

  private static final Event EVENT =
      new Event("Clark \u00e9", 1_296_604_800_000L, new float[] {3.86f}, new Origin("in", 2, 41));

  @Test
  void writesEverythingAResultCarries() {
    Prediction<Event> prediction =
        new Prediction<>(
            EVENT, 7, 7, true, new float[] {17.5f}, "", new float[] {0.1f}, 0.25, 1, 0xfedcL);
    Outgoing outgoing = OutgoingJson.result("out", form(Task.ANOMALY), prediction);
    assertThat(outgoing.topic()).isEqualTo("out");
    assertThat(text(outgoing.key())).isEqualTo("Clark \u00e9");
    assertThat(text(outgoing.value()))
        .isEqualTo(
            "{\"key\":\"Clark \u00e9\",\"time\":1296604800000,\"step\":7,\"warm\":true,\"values\":[3.86],"
                + "\"forecast\":[17.5],"
                + "\"expected\":[0.1],\"errors\":[1.88],\"error\":0.25,\"score\":1.0,"
                + "\"model\":\"000000000000fedc\",\"topic\":\"in\",\"partition\":2,\"offset\":41}");
  }

  @Test
  void errorsHaveTheirSignInScaledUnits() {
    assertThat(errors(new Feature.Scaling.None())).isEqualTo("-1.5");
    assertThat(errors(new Feature.Scaling.Standard(7, 0.5))).isEqualTo("-3.0");
    assertThat(errors(new Feature.Scaling.MinMax(2, 7))).isEqualTo("-3.0");
    assertThat(errors(new Feature.Scaling.Running(10))).as("the key's own").isEqualTo("null");
  }

  private static String errors(Feature.Scaling scaling) {
    Event event = new Event("a", 0, new float[] {3.5f}, new Origin("in", 0, 0));
    Prediction<Event> prediction =
        new Prediction<>(event, 2, 2, true, new float[] {1}, "", new float[] {5}, 1, 1, 1);
    byte[] json = OutgoingJson.result("out", form(Task.FORECAST, scaling), prediction).value();
    return text(json).replaceAll(".*\"errors\":\\[(.*?)].*", "$1");
  }

  private static ResultForm form(Task task) {
    return form(task, new Feature.Scaling.Standard(1, 2));
  }

  /** Of a model with a clock and one field, which it forecasts. */
  private static ResultForm form(Task task, Feature.Scaling scaling) {
    List<Feature> features =
        List.of(
            new Feature("pause", new Feature.Source.Elapsed(), new Feature.Scaling.None()),
            new Feature("x", new Feature.Source.Field(), scaling));
    List<Output> outputs = List.of(new Output("x", Optional.of("x"), Output.Form.VALUE));
    return new ResultForm(
        new ModelDescription("m", task, features, List.of(), outputs, Optional.empty(), Map.of()));
  }

  @Test
  void writesNullForWhatIsNotThere() {
    Prediction<Event> first =
        new Prediction<>(
            EVENT, 1, 1, true, new float[] {1}, "", new float[] {Float.NaN}, 0, Double.NaN, 1);
    assertThat(text(OutgoingJson.result("out", form(Task.FORECAST), first).value()))
        .contains("\"expected\":[null],\"errors\":[null]", "\"score\":null");
  }

  @Test
  void callsTheOutputsByTheTask() throws IOException {
    Prediction<Event> prediction =
        new Prediction<>(
            EVENT, 1, 1, false, new float[] {0.5f}, "late", new float[0], 0, Double.NaN, 1);
    assertThat(text(OutgoingJson.result("out", form(Task.CLASSIFY), prediction).value()))
        .contains("\"warm\":false", "\"label\":\"late\",\"probabilities\":[0.5],\"model\"");
    assertThat(text(OutgoingJson.result("out", form(Task.SCORE), prediction).value()))
        .contains("\"warm\":false,\"outputs\":[0.5],\"model\"");
    byte[] embedding = OutgoingJson.result("out", form(Task.EMBED), prediction).value();
    assertThat(text(embedding)).contains("\"warm\":false,\"embedding\":[0.5],\"model\"");
    assertThat(Result.parse(embedding).forecast()).containsExactly(0.5f);
  }

  @Test
  void numbersReadBackToTheSameBits() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      float f = Float.intBitsToFloat(random.nextInt());
      double d = Double.longBitsToDouble(random.nextLong());
      if (Float.isFinite(f) && Double.isFinite(d)) {
        Result result =
            Result.parse(
                OutgoingJson.result(
                        "out",
                        form(Task.ANOMALY),
                        new Prediction<>(
                            EVENT, 1, 1, true, new float[] {f}, "", new float[] {-f}, d, -d, 1))
                    .value());
        assertThat(result.forecast()).isEqualTo(List.of(f));
        assertThat(result.expected()).isEqualTo(List.of(-f));
        assertThat(result.error()).isEqualTo(Double.valueOf(d));
        assertThat(result.score()).isEqualTo(Double.valueOf(-d));
      }
    }
  }

  @Test
  void writesADeadLetterWithItsFirstBytes() {
    DeadLetter letter = DeadLetter.of(new Origin("in", 0, 5), new byte[] {0, -1}, "not \"JSON\"");
    Outgoing outgoing = OutgoingJson.deadLetter("dead", letter);
    assertThat(outgoing.key()).isNull();
    assertThat(text(outgoing.value()))
        .isEqualTo(
            "{\"topic\":\"in\",\"partition\":0,\"offset\":5,\"reason\":\"not \\\"JSON\\\"\","
                + "\"length\":2,\"head\":\"AP8=\"}");
  }

  @Test
  void writesARejectedEventWithItsValues() {
    List<Header> headers = List.of(new RecordHeader("trace", new byte[] {1}));
    Origin origin = new Origin("in", 0, 5, headers);
    Event event = new Event("a", 3, new float[] {1, Float.MAX_VALUE}, origin);
    Rejected<Event> rejected =
        new Rejected<>(event, Rejected.Reason.NON_FINITE_STEP, "the step is not finite");
    Outgoing outgoing = OutgoingJson.rejected("dead", rejected);
    assertThat(outgoing.headers()).isEqualTo(headers);
    assertThat(outgoing.key()).isEqualTo(new byte[] {'a'});
    assertThat(text(outgoing.value()))
        .isEqualTo(
            "{\"topic\":\"in\",\"partition\":0,\"offset\":5,\"reason\":\"the step is not finite\","
                + "\"key\":\"a\",\"time\":3,\"values\":[1.0,3.4028235E38]}");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
