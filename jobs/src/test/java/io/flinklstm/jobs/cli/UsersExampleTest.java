package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.jobs.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code examples/users}: who somebody is, told after each of his actions. */
class UsersExampleTest {

  private static final Path EXAMPLE = Path.of("../examples/users");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** The results of an example's pipeline, by user and time. */
  private Map<String, JsonNode> results(String pipeline, Path events) throws IOException {
    Map<String, JsonNode> results = new HashMap<>();
    for (String value :
        ExampleRun.of(EXAMPLE.resolve(pipeline), folder, SharedBroker.topics(2)).score(events)) {
      JsonNode result = JSON.readTree(value);
      results.put(result.get("key").asText() + " " + result.get("time").asLong(), result);
    }
    return results;
  }

  @Test
  void tellsBuyersBrowsersAndBotsApartByTheEndOfTheirSessions() throws IOException {
    Map<String, JsonNode> results = results("pipeline.yaml", EXAMPLE.resolve("actions.jsonl"));
    assertThat(results).hasSize(2276);
    for (JsonNode result : results.values()) {
      double sum = 0;
      for (JsonNode probability : result.get("probabilities")) {
        sum += probability.asDouble();
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }

    int right = 0;
    List<String> sessions = lines("sessions.csv");
    for (String session : sessions) {
      String[] cells = session.split(",");
      JsonNode last = results.get(cells[0] + " " + cells[1]);
      right += last.get("label").asText().equals(cells[2]) ? 1 : 0;
    }
    assertThat(sessions).hasSize(200);
    assertThat(right).isEqualTo(178);
  }

  @Test
  void aSessionEndsByItsGap() throws IOException {
    Path events = folder.resolve("two.jsonl");
    StringBuilder lines = new StringBuilder();
    List<String> actions = List.of("home", "view", "leave");
    for (int i = 0; i < 6; i++) {
      long at = 60_000L * i + (i < 3 ? 0 : 1_800_000);
      lines.append(
          "{\"user\":\"u\",\"at\":%d,\"action\":\"%s\"}\n".formatted(at, actions.get(i % 3)));
    }
    Files.writeString(events, lines);
    Map<String, JsonNode> results = results("pipeline.yaml", events);
    for (int i = 0; i < 3; i++) {
      JsonNode first = results.get("u " + 60_000L * i).get("probabilities");
      assertThat(results.get("u " + (60_000L * (i + 3) + 1_800_000)).get("probabilities"))
          .isEqualTo(first);
    }
  }

  @Test
  void tellsTheLanguageOfNamesThatItHasNeverSeen() throws IOException {
    List<TypedName> names = TypedName.keptBack();
    assertThat(names).hasSize(1757);
    Path events = folder.resolve("names.jsonl");
    try (Stream<String> lines = TypedName.events(names)) {
      Files.write(events, (Iterable<String>) lines::iterator);
    }
    Map<String, JsonNode> results = results("names.yaml", events);
    int right = 0;
    for (int i = 0; i < names.size(); i++) {
      JsonNode last = results.get(TypedName.user(i) + " " + names.get(i).end());
      right += last.get("label").asText().equals(names.get(i).language()) ? 1 : 0;
    }
    assertThat(right).as("of 1757").isEqualTo(1_413);
  }

  private static List<String> lines(String file) throws IOException {
    try (Stream<String> lines = Files.lines(EXAMPLE.resolve(file))) {
      return lines.skip(1).toList();
    }
  }
}
