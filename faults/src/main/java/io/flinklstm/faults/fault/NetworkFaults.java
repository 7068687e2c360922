package io.flinklstm.faults.fault;

import io.flinklstm.faults.Await;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.Network;
import io.flinklstm.faults.cluster.Network.Direction;
import io.flinklstm.faults.cluster.Network.Service;
import io.flinklstm.faults.cluster.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Packets that vanish, come late, or come one way only. */
final class NetworkFaults {

  private static final int LOSS_PERCENT = 20;

  private NetworkFaults() {}

  static List<FaultKind> all() {
    return List.of(
        FaultKind.of("Kafka answers late", 4, NetworkFaults::delayKafka),
        FaultKind.of("Kafka's connections half open", 4, (t, r) -> kafka(t, r, Proxy.Mode.HOLD)),
        FaultKind.of("Kafka's answers lost", 10, (t, r) -> kafka(t, r, Proxy.Mode.SWALLOW_ANSWERS)),
        FaultKind.of("Kafka's connections reset", 4, (t, r) -> kafka(t, r, Proxy.Mode.REFUSE)),
        FaultKind.of("ZooKeeper's connections half open", 3, NetworkFaults::holdZooKeeper),
        partition("task manager and job manager cut", Service.JOB_MANAGER, Direction.BOTH),
        partition(
            "task manager cannot tell the job manager", Service.JOB_MANAGER, Direction.TO_SERVICE),
        partition(
            "job manager cannot tell the task manager",
            Service.JOB_MANAGER,
            Direction.FROM_SERVICE),
        partition("task manager and Kafka cut", Service.KAFKA, Direction.BOTH),
        partition("task manager cannot hear Kafka", Service.KAFKA, Direction.FROM_SERVICE),
        partition("task manager and ZooKeeper cut", Service.ZOOKEEPER, Direction.BOTH),
        FaultKind.of(
            "task managers cut from each other",
            4,
            NetworkFaults::cutEachOther,
            Requirement.NAMESPACES),
        FaultKind.of("task manager unplugged", 4, NetworkFaults::unplug, Requirement.NAMESPACES),
        FaultKind.of(
            "20 % of the packets to a task manager lost",
            4, NetworkFaults::lose, Requirement.PACKET_LOSS),
        FaultKind.of("task manager at 1 Mbit/s", 3, NetworkFaults::limit, Requirement.RATE_LIMIT));
  }

  private static FaultKind partition(String name, Service service, Direction direction) {
    return FaultKind.of(
        name,
        3,
        (trial, random) -> {
          Network network = trial.cluster().network();
          network.cut(anyTaskManager(trial, random), service, direction);
          Await.outage(ProcessFaults.seconds(random, 5, 20));
          network.heal();
        },
        Requirement.NAMESPACES);
  }

  private static void delayKafka(Trial trial, SplittableRandom random) {
    List<Proxy> proxies = trial.cluster().kafka().proxies();
    proxies.forEach(proxy -> proxy.delay(Duration.ofMillis(random.nextInt(50, 400))));
    Await.outage(ProcessFaults.seconds(random, 5, 15));
    proxies.forEach(Proxy::heal);
  }

  private static void kafka(Trial trial, SplittableRandom random, Proxy.Mode mode) {
    List<Proxy> proxies = trial.cluster().kafka().proxies();
    proxies.forEach(proxy -> proxy.set(mode));
    Await.outage(ProcessFaults.seconds(random, 3, 15));
    proxies.forEach(Proxy::heal);
  }

  private static void holdZooKeeper(Trial trial, SplittableRandom random) {
    Proxy proxy = trial.cluster().flink().zookeeperProxy();
    proxy.set(Proxy.Mode.HOLD);
    Await.outage(ProcessFaults.seconds(random, 3, 12));
    proxy.heal();
  }

  private static void cutEachOther(Trial trial, SplittableRandom random) {
    Network network = trial.cluster().network();
    network.cutTaskManagers(0, 1);
    Await.outage(ProcessFaults.seconds(random, 5, 20));
    network.heal();
  }

  private static void unplug(Trial trial, SplittableRandom random) {
    Network network = trial.cluster().network();
    network.unplug(anyTaskManager(trial, random));
    Await.outage(ProcessFaults.seconds(random, 5, 20));
    network.heal();
  }

  private static void lose(Trial trial, SplittableRandom random) {
    Network network = trial.cluster().network();
    network.lose(anyTaskManager(trial, random), LOSS_PERCENT);
    Await.outage(ProcessFaults.seconds(random, 5, 15));
    network.heal();
  }

  private static void limit(Trial trial, SplittableRandom random) {
    Network network = trial.cluster().network();
    network.limit(anyTaskManager(trial, random), "1mbit");
    Await.outage(ProcessFaults.seconds(random, 5, 15));
    network.heal();
  }

  private static int anyTaskManager(Trial trial, SplittableRandom random) {
    return random.nextInt(trial.cluster().flink().taskManagers().size());
  }
}
