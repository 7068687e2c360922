package io.flinklstm.jobs.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.CapturedLog;
import io.flinklstm.jobs.Committed;
import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.ServedFile;
import io.flinklstm.jobs.TestInput;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.cli.Invocation;
import io.flinklstm.jobs.local.LocalCluster;
import io.flinklstm.jobs.record.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pipelines of each kind of login run at once against one real broker with TLS and ACLs, with a
 * login at a schema registry and a model at a signed address.
 */
class SecurityTest {

  private static final String INPUT = "secured-events";
  private static final int EVENTS = 50;
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final List<String> VIEWS =
      List.of("", "/config", "/plan", "/exceptions", "/checkpoints", "/checkpoints/config").stream()
          .map(view -> "/jobs/%s" + view)
          .toList();
  private static final List<String> CLUSTER_VIEWS =
      List.of(
          "/config",
          "/overview",
          "/jobs/overview",
          "/jobmanager/config",
          "/jobmanager/environment",
          "/jobmanager/logs",
          "/taskmanagers");

  @TempDir private static Path folder;
  private static CapturedLog log;
  private static SecuredBroker broker;
  private static TestRegistry registry;
  private static ServedFile model;
  private static LocalCluster cluster;
  private static final Map<Login, JobClient> JOBS = new LinkedHashMap<>();
  private static final Map<Login, Integer> COMMITTED = new HashMap<>();

  @BeforeAll
  static void runOneOfEach() throws Exception {
    log = new CapturedLog();
    broker = new SecuredBroker(folder);
    registry = new TestRegistry();
    model = new ServedFile("/model.safetensors", DemoModel.bytes());
    cluster = LocalCluster.start(folder.resolve("flink"), Login.values().length + 1, 0);
    broker.createTopics(List.of(INPUT));
    try (TestInput input =
        new TestInput(new Topics(broker.plainBootstrapServers(), INPUT, "none", "none"))) {
      input.write(0, EVENTS);
    }
    for (Login login : Login.values()) {
      SecuredPipeline pipeline = pipeline(login);
      broker.createTopics(pipeline.outputs());
      broker.allow(login.principal(), INPUT, pipeline.name());
      JOBS.put(login, pipeline.start(environment()));
    }
    for (Login login : Login.values()) {
      COMMITTED.put(
          login, Committed.count(broker.plainBootstrapServers(), name(login) + "-results", EVENTS));
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
    broker.close();
    registry.close();
    model.close();
    log.close();
  }

  private static StreamExecutionEnvironment environment() {
    return cluster.environment().setParallelism(1);
  }

  private static String name(Login login) {
    return "job-" + login.mechanism().toLowerCase(Locale.ROOT);
  }

  private static SecuredPipeline pipeline(Login login) throws IOException {
    return pipeline(login, name(login), broker.settings(login));
  }

  private static SecuredPipeline pipeline(Login login, String name, Map<String, String> kafka)
      throws IOException {
    return SecuredPipeline.write(
        folder,
        name,
        new SecuredPipeline.Places(INPUT, registry.url(), model.address()),
        broker.bootstrapServers(login),
        kafka);
  }

  @Test
  void eachKindOfLoginReadsAndWritesExactlyOnce() {
    for (Login login : Login.values()) {
      assertThat(COMMITTED.get(login)).as(login.name()).isEqualTo(EVENTS);
    }
  }

  @Test
  void eachKindOfLoginPassesTheCheck() throws IOException {
    for (Login login : Login.values()) {
      Invocation check = Invocation.of("check", pipeline(login).file());
      assertThat(check.code()).as(login + ": " + check.err()).isZero();
      assertThat(check.out()).contains(INPUT + " (1 partition)");
      assertNoSecret(check.out() + check.err());
    }
  }

  @Test
  void aRehearsalReadsThroughALogin() throws IOException {
    Invocation run =
        Invocation.of("run", "--dry-run", "2", "--parallelism", "1", pipeline(Login.SCRAM).file());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("job-scram-sha-512-results: " + EVENTS + " records");
    assertNoSecret(run.out() + run.err());
  }

  @Test
  void anAuditReadsThroughALoginWhatItMay() throws Exception {
    SecuredPipeline pipeline = pipeline(Login.SCRAM);
    Invocation early = Invocation.of("audit", pipeline.file());
    assertThat(early.out()).isEmpty();
    assertThat(early.err())
        .contains("User:sam may not READ topic " + pipeline.name() + "-results; allow it")
        .hasLineCount(2);
    for (String written : pipeline.outputs()) {
      broker.allow(Login.SCRAM.principal(), written, pipeline.name());
    }
    Invocation audit = Invocation.of("audit", pipeline.file());
    assertThat(audit.err()).isEmpty();
    assertThat(audit.out()).contains("audit: CLEAN: 50 events, 50 results");
    Map<String, String> wrong = new HashMap<>(broker.settings(Login.SCRAM));
    wrong.computeIfPresent("sasl.jaas.config", (n, jaas) -> jaas.replace("-8846", "-0000"));
    Invocation denied = Invocation.of("audit", pipeline(Login.SCRAM, "wrong", wrong).file());
    assertThat(denied.err()).contains("does not let in User:sam").hasLineCount(1);
    assertNoSecret(denied.err());
  }

  @Test
  void aCheckNamesAllThatIsDeniedAtOnce() throws IOException {
    Map<String, String> mallory = new HashMap<>(broker.settings(Login.PLAIN));
    mallory.computeIfPresent("sasl.jaas.config", (n, jaas) -> jaas.replace("paula", "mallory"));
    Invocation check = Invocation.of("check", pipeline(Login.PLAIN, "denied", mallory).file());
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err())
        .contains(
            "User:mallory may not READ topic secured-events; allow it: kafka-acls.sh",
            "User:mallory may not WRITE topic denied-results",
            "User:mallory may not WRITE topic denied-dead",
            "User:mallory may not READ group denied",
            "User:mallory may not WRITE transactional-id denied",
            "--allow-principal 'User:mallory' --operation READ --topic secured-events")
        .hasLineCount(5);
    assertNoSecret(check.err());
  }

  @Test
  void aRightThatIsNotTheNeededOneIsNotEnough() throws Exception {
    broker.allow("User:paula", "only-read", "job-plain");
    broker.createTopics(List.of("only-read"));
    String yaml = Files.readString(pipeline(Login.PLAIN).file());
    Path file =
        Files.writeString(
            folder.resolve("swapped.yaml"), yaml.replace("job-plain-results", "only-read"));
    Invocation check = Invocation.of("check", file);
    assertThat(check.err()).contains("User:paula may not WRITE topic only-read").hasLineCount(1);
  }

  @Test
  void whoIsNotLetInIsToldWithoutThePassword() throws IOException {
    Map<String, String> wrong = new HashMap<>(broker.settings(Login.SCRAM));
    wrong.computeIfPresent("sasl.jaas.config", (n, jaas) -> jaas.replace("-8846", "-0000"));
    Invocation check = Invocation.of("check", pipeline(Login.SCRAM, "wrong", wrong).file());
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err())
        .contains("does not let in User:sam", "check kafka.properties")
        .hasLineCount(1);
    assertNoSecret(check.err());
  }

  @Test
  void malformedSettingsAreRefusedWithoutQuotingThem() throws IOException {
    Map<String, String> malformed = new HashMap<>(broker.settings(Login.PLAIN));
    malformed.computeIfPresent(
        "sasl.jaas.config", (n, jaas) -> jaas.replace(" required", "").replace("\"", " "));
    Invocation check = Invocation.of("check", pipeline(Login.PLAIN, "odd", malformed).file());
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err()).contains("kafka.properties: Kafka's clients refuse them");
    assertNoSecret(check.err());
  }

  @Test
  void theWebInterfaceTellsNoSecret() throws Exception {
    for (String view : CLUSTER_VIEWS) {
      assertNoSecret(get(view));
    }
    for (JobClient job : JOBS.values()) {
      for (String view : VIEWS) {
        assertNoSecret(get(view.formatted(job.getJobID())));
      }
    }
  }

  @Test
  void exceptionsOfARunningJobTellNoSecret() throws Exception {
    Map<String, String> wrong = new HashMap<>(broker.settings(Login.PLAIN));
    wrong.computeIfPresent("sasl.jaas.config", (n, jaas) -> jaas.replace("-2093\"", "-2093x\""));
    JobClient job = pipeline(Login.PLAIN, "failing", wrong).start(environment());
    String exceptions;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    do {
      exceptions = get("/jobs/" + job.getJobID() + "/exceptions");
    } while (!exceptions.contains("uthentication") && System.nanoTime() < deadline);
    assertThat(exceptions).contains("Authentication failed");
    assertNoSecret(exceptions + log.text());
    job.cancel().get();
  }

  @Test
  void checkpointsAndSavepointsHoldNoSecret() throws Exception {
    for (JobClient job : JOBS.values()) {
      job.triggerSavepoint(cluster.savepoints(), SavepointFormatType.CANONICAL).get();
    }
    for (String kind : List.of("checkpoints", "savepoints")) {
      int files = 0;
      for (Path file : files(folder.resolve("flink").resolve(kind))) {
        files++;
        assertNoSecret(new String(bytes(file), StandardCharsets.ISO_8859_1));
      }
      assertThat(files).as(kind).isPositive();
    }
  }

  @Test
  void theLogTellsNoSecret() {
    String text = log.text();
    assertThat(text).contains("ProducerConfig values", "sasl.jaas.config = [hidden]");
    assertNoSecret(text);
  }

  /** A checkpoint may be superseded, and its file be gone, while this reads. */
  private static byte[] bytes(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String get(String path) throws IOException, InterruptedException {
    URI uri = cluster.address().resolve(path);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  /** All passwords here begin so, and a claim does. */
  private static void assertNoSecret(String text) {
    assertThat(text.contains("planted-"))
        .as(() -> text.substring(Math.max(0, text.indexOf("planted-") - 200)))
        .isFalse();
  }
}
