package io.flinklstm.jobs.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What one asks of a Kafka cluster: are the topics there, and may this client do its work? */
final class ClusterCheck {

  private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";

  private static final ListTransactionsOptions ONGOING =
      new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));

  private final Admin admin;
  private final String identity;
  private final String servers;
  private final List<String> wrong;
  private final List<String> notes;

  /**
   * @param identity of the client
   * @param wrong takes what keeps the job from running
   * @param notes takes what the cluster does not tell
   */
  ClusterCheck(
      Admin admin, String identity, String servers, List<String> wrong, List<String> notes) {
    this.admin = admin;
    this.identity = identity;
    this.servers = servers;
    this.wrong = wrong;
    this.notes = notes;
  }

  /**
   * Whether each topic is there and may be used so.
   *
   * @return how many partitions each has
   */
  Map<String, Integer> checkTopics(Map<String, AclOperation> needed)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, Integer> partitions = new TreeMap<>();
    TreeSet<String> missing = new TreeSet<>();
    Map<String, KafkaFuture<TopicDescription>> described =
        admin
            .describeTopics(
                needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    for (String topic : new TreeSet<>(needed.keySet())) {
      AclOperation operation = needed.get(topic);
      try {
        TopicDescription found = Preflight.get(described.get(topic));
        partitions.put(topic, found.partitions().size());
        check(found.authorizedOperations(), operation, "topic", topic);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          missing.add(topic);
        } else {
          require(e, operation, "topic", topic);
        }
      }
    }
    if (!missing.isEmpty()) {
      wrong.add(
          "no topic %s on Kafka at %s; create it (kafka-topics.sh --create) or correct its name"
              .formatted(String.join(", ", missing), servers));
    }
    return partitions;
  }

  /** All topics that this client sees. */
  Set<String> topics() throws ExecutionException, TimeoutException, InterruptedException {
    return Preflight.get(admin.listTopics().names());
  }

  /** Whether offsets may be committed. A group that does not exist yet does not tell. */
  void checkGroup(String group) throws ExecutionException, TimeoutException, InterruptedException {
    try {
      check(
          Preflight.get(
                  admin
                      .describeConsumerGroups(
                          List.of(group),
                          new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                      .describedGroups()
                      .get(group))
              .authorizedOperations(),
          AclOperation.READ,
          "group",
          group);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        require(e, AclOperation.READ, "group", group);
      }
    }
  }

  /** Whether transactions of this prefix may be begun, and for so long. */
  void checkTransactions(String prefix, Duration timeout)
      throws ExecutionException, TimeoutException, InterruptedException {
    String id = prefix + "-0-1"; // as Flink's sink names them: subtask, checkpoint
    try {
      Preflight.get(admin.describeTransactions(List.of(id)).description(id));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
        require(e, AclOperation.WRITE, "transactional-id", prefix);
      }
    }
    checkTimeout(timeout);
    noteOpen(prefix);
  }

  /** Two jobs of one name end each other's transactions, and neither is told. */
  private void noteOpen(String prefix)
      throws ExecutionException, TimeoutException, InterruptedException {
    Pattern ours = Pattern.compile(Pattern.quote(prefix) + "-\\d+-\\d+");
    try {
      long open =
          Preflight.get(admin.listTransactions(ONGOING).all()).stream()
              .filter(transaction -> ours.matcher(transaction.transactionalId()).matches())
              .count();
      if (open > 0) {
        notes.add(
            "transactions of %s that are open: %d; if the job runs elsewhere, stop it first: a second one of its name ends them, and their results are lost. A job that was killed has left them, and may be started again"
                .formatted(prefix, open));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnsupportedVersionException)) {
        throw e;
      }
    }
  }

  private void checkTimeout(Duration timeout)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      List<ConfigResource> brokers =
          Preflight.get(admin.describeCluster().nodes()).stream()
              .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
              .toList();
      compare(timeout, Preflight.get(admin.describeConfigs(brokers).all()).values());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      notes.add(
          "%s may not DESCRIBE_CONFIGS the cluster, so its %s is not known: it must be at least %d"
              .formatted(identity, MAX_TIMEOUT, timeout.toMillis()));
    }
  }

  /** Brokers that others run may keep their settings to themselves. */
  void compare(Duration timeout, Collection<Config> brokers) {
    for (Config broker : brokers) {
      OptionalLong limit = limit(broker);
      if (limit.isEmpty()) {
        notes.add(
            "the broker does not tell its %s: it must be at least %d"
                .formatted(MAX_TIMEOUT, timeout.toMillis()));
        return;
      } else if (timeout.toMillis() > limit.getAsLong()) {
        wrong.add(
            "the transaction timeout of %d ms is above the broker's %s of %d ms; lower the one or raise the other"
                .formatted(timeout.toMillis(), MAX_TIMEOUT, limit.getAsLong()));
        return;
      }
    }
  }

  private static OptionalLong limit(Config broker) {
    ConfigEntry told = broker.get(MAX_TIMEOUT);
    return told == null || told.value() == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(told.value()));
  }

  /** A cluster without authorization tells no operations, or all. */
  private void check(Set<AclOperation> allowed, AclOperation needed, String kind, String name) {
    if (allowed != null && !allowed.contains(needed)) {
      deny(needed, kind, name);
    }
  }

  private void require(ExecutionException e, AclOperation needed, String kind, String name)
      throws ExecutionException {
    if (!(e.getCause() instanceof AuthorizationException)) {
      throw e;
    }
    deny(needed, kind, name);
  }

  private void deny(AclOperation needed, String kind, String name) {
    String prefixed = kind.equals("transactional-id") ? " --resource-pattern-type prefixed" : "";
    wrong.add(
        "%s may not %s %s %s; allow it: kafka-acls.sh --bootstrap-server %s --add --allow-principal '%s' --operation %s --%s %s%s"
            .formatted(
                identity, needed, kind, name, servers, identity, needed, kind, name, prefixed));
  }
}
