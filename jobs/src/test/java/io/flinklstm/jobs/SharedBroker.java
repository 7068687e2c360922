package io.flinklstm.jobs;

import io.flinklstm.jobs.local.EmbeddedBroker;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One real broker for all tests of this JVM; it ends with it. Every test has topics of its own. */
public final class SharedBroker {

  private static final EmbeddedBroker BROKER = EmbeddedBroker.start();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private SharedBroker() {}

  public static String bootstrapServers() {
    return BROKER.bootstrapServers();
  }

  /** Fresh topics with this many partitions each. */
  public static Topics topics(int partitions) {
    String name = "test-" + NEXT.incrementAndGet();
    Topics topics = new Topics(bootstrapServers(), name, name + "-results", name + "-dead");
    create(topics.names(), partitions);
    return topics;
  }

  /** Topics of these names. */
  public static void create(List<String> names, int partitions) {
    BROKER.createTopics(names, partitions);
  }
}
