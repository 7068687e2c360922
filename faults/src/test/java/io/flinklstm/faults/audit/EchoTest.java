package io.flinklstm.faults.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.faults.workload.Workload;
import io.flinklstm.faults.workload.Workload.Sample;
import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Origin;
import io.flinklstm.jobs.record.OutgoingJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EchoTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Workload WORKLOAD = new Workload(5, 50, 0);

  private static JsonNode deadLetter(Sample sample) throws IOException {
    DeadLetter letter = DeadLetter.of(new Origin("in", 0, 0), sample.value(), "bad");
    return JSON.readTree(OutgoingJson.deadLetter("dead", letter).value());
  }

  @Test
  void deadLettersAreThoseOfTheirRecordsAlone() throws IOException {
    for (long number = -1; number > -500; number--) {
      Sample sample = WORKLOAD.sample(number);
      assertThat(Echo.isOfDeadLetter(deadLetter(sample), sample)).isTrue();
    }
    JsonNode letter = deadLetter(WORKLOAD.sample(-1));
    assertThat(Echo.isOfDeadLetter(letter, WORKLOAD.sample(1))).isFalse();
    ((ObjectNode) letter).put("length", 100_000);
    assertThat(Echo.isOfDeadLetter(letter, WORKLOAD.sample(-1))).isFalse();
  }

  @Test
  void aNumberIsTheFloatOfItsText() throws IOException {
    for (float value : new float[] {-0f, Float.MIN_VALUE, 1e-40f, 0.1f, 16_777_217, 3.4e38f}) {
      assertThat(Echo.number(JSON.readTree(Float.toString(value)))).isEqualTo(value);
    }
  }

  @Test
  void resultsHaveTheValuesThatWereSent() throws IOException {
    for (long number = 0; number < 500; number++) {
      float[] values = WORKLOAD.sample(number).values();
      JsonNode json = JSON.readTree("{\"values\":[%s,%s]}".formatted(values[0], values[1]));
      assertThat(Echo.isOfResult(json, WORKLOAD.sample(number))).isTrue();
      assertThat(Echo.isOfResult(json, WORKLOAD.sample(number + 1))).isFalse();
    }
    assertThat(Echo.isOfResult(JSON.readTree("{}"), WORKLOAD.sample(1))).isFalse();
  }
}
