package io.flinklstm.jobs.pipeline;

import java.util.Map;
import java.util.TreeSet;

/** Settings of Kafka's clients that a pipeline file may not have. */
final class ClientSettings {

  private static final String AS_BYTES = "none: records are %s as bytes";
  private static final String ORDERED = "none: a key's results stay in order";
  private static final String WITH_CHECKPOINTS = "none: offsets are committed with checkpoints";

  /**
   * Settings of Kafka's clients that follow from a pipeline's, by what they follow from; or without
   * which its promises would not hold.
   */
  private static final Map<String, String> MADE_OF =
      Map.ofEntries(
          Map.entry("partition.discovery.interval.ms", "input.discover-every"),
          Map.entry("client.id.prefix", "name"),
          Map.entry("bootstrap.servers", "kafka.bootstrap"),
          Map.entry("group.id", "input.group"),
          Map.entry("auto.offset.reset", "input.start"),
          Map.entry("enable.auto.commit", WITH_CHECKPOINTS),
          Map.entry("commit.offsets.on.checkpoint", WITH_CHECKPOINTS),
          Map.entry("isolation.level", "none: only committed records are read"),
          Map.entry("transactional.id", "name"),
          Map.entry("transaction.timeout.ms", "output.transaction-timeout"),
          Map.entry("acks", "none: all replicas have a record before it counts as written"),
          Map.entry("enable.idempotence", "none: no record is written twice by one attempt"),
          Map.entry("retries", "none: a record is written as often as it takes"),
          Map.entry("max.in.flight.requests.per.connection", ORDERED),
          Map.entry("partitioner.ignore.keys", ORDERED),
          Map.entry("key.serializer", AS_BYTES.formatted("written")),
          Map.entry("value.serializer", AS_BYTES.formatted("written")),
          Map.entry("key.deserializer", AS_BYTES.formatted("read")),
          Map.entry("value.deserializer", AS_BYTES.formatted("read")));

  private ClientSettings() {}

  /** What is made of other settings would be passed over in silence. */
  static void check(Values values, Problems problems) {
    for (String name : new TreeSet<>(values.get(Settings.PROPERTIES).orElse(Map.of()).keySet())) {
      if (MADE_OF.containsKey(name)) {
        problems.add(
            values.line(Settings.PROPERTIES),
            "kafka.properties." + name,
            "a setting that is made of others",
            MADE_OF.get(name));
      }
    }
  }
}
