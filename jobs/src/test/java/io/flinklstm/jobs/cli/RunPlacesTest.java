package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.Committed;
import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.ServedFile;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.TestInput;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.local.LocalCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a pipeline can run, and that a rehearsal leaves no trace. */
class RunPlacesTest {

  private static final int EVENTS = 40;
  private static final int PATIENCE_SECONDS = 120;
  private static final String OTHER_VERSION =
      "{\"refresh-interval\":3000,\"timezone-name\":\"UTC\",\"timezone-offset\":0,"
          + "\"flink-version\":\"1.20.0\",\"flink-revision\":\"x\",\"features\":"
          + "{\"web-submit\":true,\"web-cancel\":true,\"web-rescale\":true,\"web-history\":false}}";

  @TempDir private Path folder;
  private Topics topics;

  @BeforeEach
  void makeTopics() throws Exception {
    topics = SharedBroker.topics(1);
    Files.write(folder.resolve("model.safetensors"), DemoModel.bytes());
    try (TestInput input = new TestInput(topics)) {
      input.write(0, EVENTS);
    }
  }

  private Path pipeline(String bootstrap) throws IOException {
    return Files.writeString(
        folder.resolve("pipeline.yaml"),
        """
        name: %1$s
        kafka: {bootstrap: "%2$s"}
        input: {topic: %1$s}
        model: {file: model.safetensors}
        output: {topic: %3$s, dead-letters: %4$s}
        checkpoints: {interval: 200 ms}
        """
            .formatted(topics.input(), bootstrap, topics.output(), topics.deadLetters()));
  }

  private int written() {
    int[] count = {0};
    try (CommittedReader reader =
        new CommittedReader(topics.bootstrapServers(), topics.names().subList(1, 3))) {
      reader.readToEnd(record -> count[0]++);
    }
    return count[0];
  }

  @Test
  void aRehearsalShowsResultsAndLeavesNoTrace() throws Exception {
    Path file = pipeline(topics.bootstrapServers());
    Invocation run = Invocation.of("run", "--dry-run", "2", "--parallelism", "1", file);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(topics.output() + ": key-", topics.output() + ": 40 records", "Nothing was")
        .hasLineCount(5);
    assertThat(written()).isZero();
    try (Admin admin = admin()) {
      assertThat(admin.listGroups().all().get())
          .noneMatch(group -> group.groupId().equals(topics.input()));
      assertThat(admin.listTransactions().all().get())
          .noneMatch(open -> open.transactionalId().startsWith(topics.input() + "-"));
    }
  }

  @Test
  void anEmbeddedBrokerStandsInForAKafkaThatIsNotThere() throws Exception {
    Path file = pipeline("${ENV:NO_SUCH_VARIABLE}");
    Invocation run =
        Invocation.of("run", "--kafka", "embedded", "--dry-run", "--parallelism", "1", file);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("Kafka: 127.0.0.1:", topics.deadLetters());
    assertThat(run.out()).contains(topics.output() + ": 0 records");
  }

  @Test
  void anEmbeddedBrokerEndsWithTheCommandAndIsForNoCluster() throws Exception {
    Path file = pipeline(topics.bootstrapServers());
    String[] run = {"run", "--kafka", "embedded", file.toString()};
    String said = "--kafka embedded is for a run in this process, with which the broker ends";
    Invocation submitted =
        Invocation.of("run", "--kafka", "embedded", "--cluster", "127.0.0.1:1", file);
    assertThat(submitted.code()).isEqualTo(1);
    assertThat(submitted.err()).contains(said).hasLineCount(1);

    StreamContextEnvironment.setAsContext(
        new DefaultExecutorServiceLoader(),
        new Configuration(),
        getClass().getClassLoader(),
        1,
        1,
        false,
        null,
        null,
        List.of());
    try {
      assertThat(Invocation.of((Object[]) run).err()).contains(said).hasLineCount(1);
    } finally {
      StreamContextEnvironment.unsetAsContext();
    }
  }

  @Test
  void aKafkaOfTheCommandLineStandsInForTheFiles() throws Exception {
    Path file = pipeline("${ENV:NO_SUCH_VARIABLE}");
    Invocation run =
        Invocation.of(
            "run", "--kafka", topics.bootstrapServers(), "--parallelism", "1", "--dry-run", file);
    assertThat(run.out()).as(run.err()).contains(topics.output() + ": 40 records");
  }

  @Test
  void aClusterTakesTheSameFileThoughItsWebInterfaceTakesNoJars() throws Exception {
    Path jar = folder.resolve("empty.jar"); // this cluster's class path has everything
    new JarOutputStream(Files.newOutputStream(jar)).close();
    try (LocalCluster cluster = LocalCluster.start(folder.resolve("flink"), 1, 0)) {
      Invocation run = submit(cluster, jar);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).containsPattern("job [0-9a-f]{32} runs as " + topics.input());
      assertThat(Committed.count(topics.bootstrapServers(), topics.output(), EVENTS))
          .isEqualTo(EVENTS);
      String savepoint = stop(cluster, run.out());
      try (TestInput input = new TestInput(topics)) {
        input.write(EVENTS, 2 * EVENTS);
      }
      Invocation again = submit(cluster, jar, "--savepoint", savepoint);
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(Committed.count(topics.bootstrapServers(), topics.output(), 2 * EVENTS))
          .isEqualTo(2 * EVENTS);
      Invocation audit = Invocation.of("audit", folder.resolve("pipeline.yaml"));
      assertThat(audit.out()).as("states went on").contains("CLEAN: 80 events, 80 results");
      Invocation rehearsal =
          Invocation.of("run", "--dry-run", "0", folder.resolve("pipeline.yaml"));
      assertThat(rehearsal.out())
          .as("scored from the first record on, whatever the group has read: " + rehearsal.err())
          .contains(topics.output() + ": 80 records");
    }
  }

  private Invocation submit(LocalCluster cluster, Path jar, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--cluster", cluster.address().getAuthority()));
    arguments.addAll(List.of("--jar", jar.toString(), "--parallelism", "1"));
    arguments.addAll(List.of(more));
    arguments.add(pipeline(topics.bootstrapServers()).toString());
    return Invocation.of(arguments.toArray());
  }

  /** Takes the job that a submission named down; returns where its savepoint is. */
  private static String stop(LocalCluster cluster, String said) throws Exception {
    JobID job = JobID.fromHexString(said.replaceAll("(?s).*job ([0-9a-f]{32}) runs.*", "$1"));
    return cluster
        .cluster()
        .stopWithSavepoint(job, cluster.savepoints(), false, SavepointFormatType.CANONICAL)
        .get();
  }

  @Test
  void aRunHasAPageAndCommitsWhatItHasScoredWhenItIsInterrupted() throws Exception {
    Path file = pipeline(topics.bootstrapServers());
    Files.writeString(file, Files.readString(file).replace("200 ms", "5 min"));
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                Main.class.getName(),
                "run",
                "--watch",
                "--parallelism=1",
                file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = run.errorReader();
        Admin admin = admin()) {
      String line = said.readLine();
      while (line != null && !line.startsWith("Page: ")) {
        line = said.readLine();
      }
      assertThat(line).as("the page's address").isNotNull();
      assertThat(get(URI.create(line.substring("Page: ".length())))).contains("<html");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (openTransactions(admin) == 0) {
        assertThat(run.isAlive() && System.nanoTime() < deadline).isTrue();
      }
      run.destroy(); // SIGTERM
      assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).isZero();
      assertThat(openTransactions(admin)).isZero();
      assertThat(written()).isBetween(1, EVENTS);
    } finally {
      run.destroyForcibly();
    }
  }

  private static String get(URI page) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private long openTransactions(Admin admin) throws Exception {
    return admin.listTransactions().all().get().stream()
        .filter(listed -> listed.transactionalId().startsWith(topics.input() + "-"))
        .filter(listed -> listed.state() == TransactionState.ONGOING)
        .count();
  }

  private Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers()));
  }

  @Test
  void saysThatNoClusterIsThere() throws Exception {
    assertThat(submit("127.0.0.1:1"))
        .startsWith("flink-lstm: Flink at 127.0.0.1:1 does not answer")
        .contains("rest.port")
        .hasLineCount(1);
    assertThat(submit("nonsense")).contains("--cluster is nonsense, expected HOST:PORT");
  }

  @Test
  void saysThatTheClusterIsOfAnotherVersion() throws Exception {
    try (ServedFile other = new ServedFile("/", OTHER_VERSION.getBytes(StandardCharsets.UTF_8))) {
      assertThat(submit(other.server()))
          .contains("is version 1.20.0, this program is built with 2.3.0")
          .hasLineCount(1);
    }
  }

  @Test
  void aPipelinesFileAloneIsRun() {
    assertThat(Main.withCommand("pipeline.yaml", "--dry-run"))
        .containsExactly("run", "pipeline.yaml", "--dry-run");
    assertThat(Main.withCommand("check", "pipeline.yaml"))
        .containsExactly("check", "pipeline.yaml");
    assertThat(Main.withCommand()).isEmpty();
  }

  private String submit(String address) throws IOException {
    Invocation run =
        Invocation.of("run", "--cluster", address, pipeline(topics.bootstrapServers()));
    assertThat(run.code()).isEqualTo(1);
    return run.err();
  }
}
