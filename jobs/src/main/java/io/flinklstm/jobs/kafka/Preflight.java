package io.flinklstm.jobs.kafka;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Asks the Kafka cluster before the job starts whether it can keep its promises there. Each of
 * these faults would otherwise show late: as a restart loop, or as results lost in silence.
 */
public final class Preflight {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";

  /** A transaction is open for an interval and the checkpoint after it, and over a restart. */
  private static final int INTERVALS = 3;

  private final Pipeline pipeline;
  private final Delivery delivery;

  public Preflight(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.delivery = pipeline.delivery();
  }

  /**
   * Checks everything and reports all that is wrong at once.
   *
   * @throws StartupException when the job cannot keep exactly-once delivery on this cluster
   */
  public void check() {
    List<String> wrong = new ArrayList<>();
    if (delivery.exactlyOnce()) {
      checkInterval(wrong);
    }
    String servers = pipeline.topics().bootstrapServers();
    try (Admin admin = Admin.create(properties())) {
      checkTopics(admin, wrong);
      if (delivery.exactlyOnce()) {
        checkBrokers(admin, wrong);
      }
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartupException(
          "Kafka at "
              + servers
              + " does not answer ("
              + cause.getMessage()
              + "); check the address and that the broker runs",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while asking Kafka at " + servers, e);
    }
    if (!wrong.isEmpty()) {
      throw new StartupException(String.join("; ", wrong));
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(pipeline.kafka());
    properties.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, pipeline.topics().bootstrapServers());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 3);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return properties;
  }

  private void checkInterval(List<String> wrong) {
    Duration needed = delivery.checkpointInterval().multipliedBy(INTERVALS);
    if (delivery.transactionTimeout().compareTo(needed) < 0) {
      wrong.add(
          "the transaction timeout of %d ms is too short for a checkpoint interval of %d ms: results of an outage would be lost; set it to at least %d ms"
              .formatted(
                  delivery.transactionTimeout().toMillis(),
                  delivery.checkpointInterval().toMillis(),
                  needed.toMillis()));
    }
  }

  private void checkTopics(Admin admin, List<String> wrong)
      throws ExecutionException, TimeoutException, InterruptedException {
    TreeSet<String> missing = new TreeSet<>(pipeline.topics().names());
    missing.removeAll(get(admin.listTopics().names()));
    if (!missing.isEmpty()) {
      wrong.add(
          "no topic %s on Kafka at %s; create it (kafka-topics.sh --create) or correct its name"
              .formatted(String.join(", ", missing), pipeline.topics().bootstrapServers()));
    }
  }

  private void checkBrokers(Admin admin, List<String> wrong)
      throws ExecutionException, TimeoutException, InterruptedException {
    Collection<Node> nodes = get(admin.describeCluster().nodes());
    List<ConfigResource> brokers =
        nodes.stream()
            .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
            .toList();
    for (Config config : get(admin.describeConfigs(brokers).all()).values()) {
      long limit = Long.parseLong(config.get(MAX_TIMEOUT).value());
      if (delivery.transactionTimeout().toMillis() > limit) {
        wrong.add(
            "the transaction timeout of %d ms is above the broker's %s of %d ms; lower the one or raise the other"
                .formatted(delivery.transactionTimeout().toMillis(), MAX_TIMEOUT, limit));
        return;
      }
    }
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
