package io.flinklstm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What can be known of compose file and Dockerfile without an engine. */
class ComposeFileTest {

  private static final Set<String> ENDING = Set.of("topics", "replay", "smoke");

  private final ComposeFile compose = Repository.compose();
  private final JsonNode document = new ObjectMapper().valueToTree(compose.document());

  ComposeFileTest() throws IOException {}

  @Test
  void itObeysTheComposeSpecification() throws IOException {
    assertThat(Repository.violations(document, Repository.composeSpecification())).isEmpty();
  }

  @Test
  void theSpecificationsSchemaFindsAMisspeltKey() throws IOException {
    JsonNode wrong = Repository.yaml("services: {kafka: {image: a, helthcheck: {}, ports: 1}}");
    assertThat(Repository.violations(wrong, Repository.composeSpecification()))
        .anyMatch(error -> error.contains("helthcheck"))
        .anyMatch(error -> error.contains("ports"));
  }

  @Test
  void everyServiceHasAProfileAndTheProfilesAreThoseOfTheReadme() throws IOException {
    assertThat(compose.services().values())
        .allSatisfy(service -> assertThat(service.profiles()).hasSize(1));
    Set<String> profiles =
        Set.copyOf(
            compose.services().values().stream().flatMap(s -> s.profiles().stream()).toList());
    assertThat(profiles).containsExactlyInAnyOrder("core", "monitoring", "data", "smoke");
    assertThat(Files.readString(Repository.DOCKER.resolve("README.md")))
        .contains(profiles.stream().map(profile -> "| `" + profile + "` |").toList());
  }

  @Test
  void whatStaysHasAHealthCheckAndComesBackAfterACrash() {
    for (Service service : compose.services().values()) {
      JsonNode said = document.path("services").path(service.name());
      boolean ends = ENDING.contains(service.name());
      assertThat(service.health().isEmpty()).as(service.name()).isEqualTo(ends);
      assertThat(said.path("restart").asText()).isEqualTo(ends ? "" : "on-failure");
    }
  }

  @Test
  void whatMustBeHealthyBeforeHasAHealthCheck() {
    for (Service service : compose.services().values()) {
      for (Map.Entry<String, String> other : service.dependsOn().entrySet()) {
        Service needed = compose.services().get(other.getKey());
        assertThat(needed).as(other.toString()).isNotNull();
        assertThat(other.getValue())
            .isEqualTo(
                ENDING.contains(needed.name())
                    ? "service_completed_successfully"
                    : "service_healthy");
      }
    }
  }

  @Test
  void noServiceHasPrivileges() throws IOException {
    for (JsonNode service : document.path("services")) {
      assertThat(service.path("cap_drop").path(0).asText()).isEqualTo("ALL");
      assertThat(service.path("security_opt").path(0).asText()).isEqualTo("no-new-privileges");
      assertThat(service.has("privileged")).isFalse();
    }
    assertThat(dockerfile()).contains("USER 9999:9999");
  }

  @Test
  void portsArePublishedOnLoopbackOnly() {
    for (JsonNode service : document.path("services")) {
      for (JsonNode port : service.path("ports")) {
        assertThat(port.asText()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void imagesArePinnedAndHaveTheVersionsOfTheBuild() throws IOException {
    assertThat(compose.services().values())
        .allSatisfy(
            service -> assertThat(service.image()).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+(-.+)?"));
    assertThat(compose.services().get("kafka").image())
        .isEqualTo("apache/kafka:" + Repository.pom("kafka.version"));
    assertThat(compose.services().get("jobmanager").image())
        .isEqualTo("flink-lstm:" + Repository.version());
    assertThat(dockerfile())
        .contains(
            "FROM flink:%s-java%s"
                .formatted(
                    Repository.pom("flink.version"), Repository.pom("maven.compiler.release")));
  }

  @Test
  void everyFileThatItNamesIsThere() throws IOException {
    for (Service service : compose.services().values()) {
      for (Service.Mount mount : service.mounts()) {
        assertThat(compose.folder().resolve(mount.source())).exists();
      }
    }
    JsonNode build = document.path("services").path("jobmanager").path("build");
    Path context = compose.folder().resolve(build.path("context").asText());
    assertThat(context.resolve(build.path("dockerfile").asText())).exists();
    for (String line : dockerfile()) {
      if (line.startsWith("COPY ") && !line.contains("/target/")) {
        assertThat(context.resolve(line.split(" ")[2])).exists();
      }
    }
  }

  @Test
  void theBuildsContextHasWhatTheDockerfileCopies() throws IOException {
    List<String> kept =
        Files.readAllLines(Repository.ROOT.resolve(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    for (String line : dockerfile()) {
      if (line.startsWith("COPY ")) {
        assertThat(kept).anyMatch(line.split(" ")[2]::startsWith);
      }
    }
  }

  private static List<String> dockerfile() throws IOException {
    return Files.readAllLines(Repository.DOCKER.resolve("Dockerfile"));
  }
}
