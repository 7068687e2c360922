package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code examples/sensors}: faults that were planted are found, and named. */
class SensorsExampleTest {

  private static final Path EXAMPLE = Path.of("../examples/sensors");
  private static final List<String> FIELDS =
      List.of("temperature", "pressure", "vibration", "power");

  private static final long TEN_MINUTES = 600_000;

  private static final Map<String, JsonNode> ALARMS = new HashMap<>(); // by pump and time

  /** A line of planted.csv. */
  private record Fault(String pump, long at, String field, int sign) {

    static Fault parse(String line) {
      String[] cells = line.split(",");
      return new Fault(cells[0], Long.parseLong(cells[1]), cells[2], Integer.parseInt(cells[3]));
    }

    String place() {
      return pump + " " + at;
    }
  }

  @BeforeAll
  static void run(@TempDir Path folder) throws IOException {
    Topics topics = SharedBroker.topics(2);
    ExampleRun.of(EXAMPLE.resolve("pipeline.yaml"), folder, topics)
        .score(EXAMPLE.resolve("readings.csv"))
        .forEach(
            value -> {
              JsonNode alarm = json(value);
              ALARMS.put(alarm.get("key").asText() + " " + alarm.get("time").asLong(), alarm);
            });
  }

  private static JsonNode json(String value) {
    try {
      return new ObjectMapper().readTree(value);
    } catch (IOException e) {
      throw new AssertionError(value, e);
    }
  }

  private static List<Fault> faults() throws IOException {
    try (Stream<String> lines = Files.lines(EXAMPLE.resolve("planted.csv"))) {
      return lines.skip(1).map(Fault::parse).toList();
    }
  }

  @Test
  void everyPlantedFaultGivesAnAlarmThatNamesItsFieldAndDirection() throws IOException {
    assertThat(faults()).hasSize(16);
    for (Fault fault : faults()) {
      JsonNode alarm = ALARMS.get(fault.place());
      assertThat(alarm).as(fault.toString()).isNotNull();
      assertThat(alarm.get("score").asDouble()).isGreaterThanOrEqualTo(0.7);
      assertThat(alarm.get("expected")).hasSize(FIELDS.size());
      JsonNode errors = alarm.get("errors");
      int most = 0;
      for (int i = 1; i < FIELDS.size(); i++) {
        boolean more = Math.abs(errors.get(i).asDouble()) > Math.abs(errors.get(most).asDouble());
        most = more ? i : most;
      }
      assertThat(FIELDS.get(most)).as(alarm.toString()).isEqualTo(fault.field());
      assertThat(Math.signum(errors.get(most).asDouble())).isEqualTo(fault.sign());
    }
  }

  @Test
  void theErrorIsTheMeanOfItsFields() {
    for (JsonNode alarm : ALARMS.values()) {
      double sum = 0;
      for (JsonNode error : alarm.get("errors")) {
        sum += Math.abs(error.asDouble());
      }
      assertThat(sum / FIELDS.size()).isCloseTo(alarm.get("error").asDouble(), within(1e-5));
    }
  }

  /** A fault disturbs the network's state: the readings right after one may be alarms too. */
  @Test
  void otherReadingsGiveNoAlarmButRightAfterAFault() throws IOException {
    Set<String> near = new HashSet<>();
    for (Fault fault : faults()) {
      for (int i = 0; i <= 2; i++) {
        near.add(fault.pump() + " " + (fault.at() + i * TEN_MINUTES));
      }
    }
    assertThat(near).containsAll(ALARMS.keySet());
  }
}
