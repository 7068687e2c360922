package io.flinklstm.jobs.kafka;

import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.util.TimeUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * Asks the Kafka cluster before the job starts whether it can keep its promises there. Each of
 * these faults would otherwise show late: as a restart loop, or as results lost in silence.
 */
public final class Preflight {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Pipeline pipeline;
  private final Delivery delivery;
  private final Topics topics;
  private final Secrets secrets;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** One question to the cluster. */
  private interface Questions {
    Map<String, Integer> ask(ClusterCheck cluster)
        throws ExecutionException, TimeoutException, InterruptedException;
  }

  public Preflight(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.delivery = pipeline.delivery();
    this.topics = pipeline.topics();
    this.secrets = new Secrets(pipeline.kafka());
  }

  /**
   * Checks everything and reports all that is wrong at once.
   *
   * @throws StartupException when the job cannot keep its promises on this cluster
   */
  public Findings check() {
    if (delivery.exactlyOnce()) {
      checkInterval();
    }
    if (delivery.unaligned()) {
      notes.add(
          "unaligned checkpoints: to change the parallelism, stop with a savepoint; a retained checkpoint will not do");
    }
    if (delivery.exactlyOnce() && pipeline.bounded()) {
      notes.add(
          "history-only, exactly once: each task has one transaction for all its results, so the run must end within the transaction timeout of %s, else they are lost; for a large archive choose delivery: at-least-once"
              .formatted(TimeUtils.formatWithHighestUnit(delivery.transactionTimeout())));
    }
    Findings findings = end(asked(this::askAll));
    return new Findings(findings.partitions(), notesOf(findings.partitions()));
  }

  /**
   * Checks what reading alone needs.
   *
   * @throws StartupException when the job's input cannot be read
   */
  public Findings checkReading() {
    return end(pipeline.bounded() ? Map.of() : asked(this::askForReading));
  }

  /**
   * Checks what reading all its topics needs, in no consumer group.
   *
   * @throws StartupException when there is no input, or one of them cannot be read
   */
  public void checkAuditing() {
    end(asked(this::askForAuditing));
  }

  /**
   * Checks what writing events into its input needs.
   *
   * @throws StartupException when that cannot be done
   */
  public void checkFeeding() {
    end(
        asked(
            cluster -> {
              Map<String, AclOperation> needed = new HashMap<>();
              topics.inputs().named().forEach(input -> needed.put(input, AclOperation.WRITE));
              return cluster.checkTopics(needed);
            }));
  }

  private Map<String, Integer> askAll(ClusterCheck cluster)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, AclOperation> needed = new HashMap<>();
    for (String written : List.of(topics.output(), topics.deadLetters(), topics.late())) {
      needed.put(written, AclOperation.WRITE);
    }
    if (!pipeline.bounded()) {
      inputs(cluster).forEach(input -> needed.put(input, AclOperation.READ));
      cluster.checkGroup(pipeline.consumption().group());
    }
    if (delivery.exactlyOnce()) {
      cluster.checkTransactions(pipeline.name(), delivery.transactionTimeout());
    }
    return cluster.checkTopics(needed);
  }

  private Map<String, Integer> askForReading(ClusterCheck cluster)
      throws ExecutionException, TimeoutException, InterruptedException {
    cluster.checkGroup(pipeline.consumption().group());
    return cluster.checkTopics(reading(inputs(cluster)));
  }

  private Map<String, Integer> askForAuditing(ClusterCheck cluster)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, AclOperation> needed = reading(inputs(cluster));
    if (needed.isEmpty()) {
      wrong.add(
          "input.topic-pattern: found no topic that matches %s among those that %s sees"
              .formatted(topics.input(), Identity.of(pipeline.kafka())));
    }
    needed.putAll(reading(List.of(topics.output(), topics.deadLetters())));
    return cluster.checkTopics(needed);
  }

  private static Map<String, AclOperation> reading(List<String> topics) {
    Map<String, AclOperation> needed = new HashMap<>();
    topics.forEach(topic -> needed.put(topic, AclOperation.READ));
    return needed;
  }

  /** A pattern's topics are those that this client sees now. */
  private List<String> inputs(ClusterCheck cluster)
      throws ExecutionException, TimeoutException, InterruptedException {
    return topics.inputs() instanceof InputTopics.Matching matching
        ? matching.among(cluster.topics())
        : topics.inputs().named();
  }

  private Map<String, Integer> asked(Questions questions) {
    String servers = topics.bootstrapServers();
    try (Admin admin = Admin.create(properties())) {
      return questions.ask(
          new ClusterCheck(admin, Identity.of(pipeline.kafka()), servers, wrong, notes));
    } catch (ExecutionException | TimeoutException e) {
      throw refused(e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw new StartupException(
          "kafka.properties: Kafka's clients refuse them: "
              + secrets.hide(StartupException.reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while asking Kafka at " + servers, e);
    }
  }

  /** Without the cause: its text may quote what is secret. */
  private StartupException refused(Throwable cause) {
    String text = secrets.hide(StartupException.reason(cause));
    return cause instanceof AuthenticationException
        ? new StartupException(
            "Kafka at %s does not let in %s (%s); check kafka.properties: protocol, mechanism, certificates, name and password"
                .formatted(topics.bootstrapServers(), Identity.of(pipeline.kafka()), text))
        : new StartupException(
            "Kafka at %s does not answer (%s); check the address, that the broker runs, and that its listener there speaks %s"
                .formatted(
                    topics.bootstrapServers(),
                    text,
                    pipeline.kafka().getOrDefault("security.protocol", "PLAINTEXT")));
  }

  private Findings end(Map<String, Integer> partitions) {
    if (!wrong.isEmpty()) {
      throw new StartupException(String.join(System.lineSeparator(), wrong));
    }
    return new Findings(partitions, notes);
  }

  private List<String> notesOf(Map<String, Integer> partitions) {
    List<String> all = new ArrayList<>(notes);
    for (String input : topics.inputs().among(partitions.keySet())) {
      int read = partitions.get(input);
      if (read > pipeline.maxParallelism()) {
        all.add(
            "%s has %d partitions and max-parallelism is %d: never more tasks than that will read them"
                .formatted(input, read, pipeline.maxParallelism()));
      }
      int written = partitions.getOrDefault(topics.output(), read);
      if (written != read) {
        all.add(
            "%s has %d partitions and %s %d: a key's results are not in the partition of its events' number"
                .formatted(topics.output(), written, input, read));
      }
    }
    return all;
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(pipeline.kafka());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    String request = AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG;
    String call = AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
    if (!properties.containsKey(request) && !properties.containsKey(call)) {
      properties.put(request, (int) PATIENCE.toMillis() / 3);
      properties.put(call, (int) PATIENCE.toMillis()); // Kafka refuses it below the other
    }
    return properties;
  }

  private void checkInterval() {
    Duration needed = delivery.leastTransactionTimeout();
    if (delivery.transactionTimeout().compareTo(needed) < 0) {
      wrong.add(
          "the transaction timeout of %d ms is too short for a checkpoint interval of %d ms: results of an outage would be lost; set it to at least %d ms"
              .formatted(
                  delivery.transactionTimeout().toMillis(),
                  delivery.checkpointInterval().toMillis(),
                  needed.toMillis()));
    }
  }

  static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
