package io.flinklstm.faults.fault;

import io.flinklstm.faults.Await;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.Child;
import io.flinklstm.faults.cluster.FlinkCluster;
import io.flinklstm.faults.cluster.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Processes that die without a word, or stop and come back as if nothing had been. */
final class ProcessFaults {

  private ProcessFaults() {}

  static List<FaultKind> all() {
    return List.of(
        FaultKind.of("kill -9 of a task manager", 83, ProcessFaults::killTaskManager),
        FaultKind.of("kill -9 of all task managers", 20, ProcessFaults::killAll),
        FaultKind.of("kill -9 of the job manager", 15, ProcessFaults::killJobManager),
        FaultKind.of("kill -9 of ZooKeeper", 10, ProcessFaults::killZooKeeper),
        FaultKind.of("kill -9 of a broker", 20, ProcessFaults::killBroker),
        FaultKind.of(
            "kill -9 of three brokers in turn",
            9,
            ProcessFaults::killBrokersInTurn,
            Requirement.THREE_BROKERS),
        FaultKind.of("SIGSTOP of a task manager", 22, ProcessFaults::freezeTaskManager),
        FaultKind.of("SIGSTOP of all task managers", 6, ProcessFaults::freezeAll),
        FaultKind.of("SIGSTOP of the job manager", 6, ProcessFaults::freezeJobManager),
        FaultKind.of("SIGSTOP of ZooKeeper", 6, ProcessFaults::freezeZooKeeper),
        FaultKind.of("SIGSTOP of a broker", 10, ProcessFaults::freezeBroker));
  }

  static void killTaskManager(Trial trial, SplittableRandom random) {
    kill(trial, random.nextInt(trial.cluster().flink().taskManagers().size()));
  }

  static void kill(Trial trial, int index) {
    trial.cluster().flink().restartTaskManager(index);
  }

  static void killAll(Trial trial, SplittableRandom random) {
    FlinkCluster flink = trial.cluster().flink();
    flink.taskManagers().forEach(Child::kill);
    for (int i = 0; i < flink.taskManagers().size(); i++) {
      flink.startTaskManager(i);
    }
  }

  private static void killJobManager(Trial trial, SplittableRandom random) {
    FlinkCluster flink = trial.cluster().flink();
    flink.jobManager().kill();
    flink.startJobManager(Map.of());
  }

  private static void killZooKeeper(Trial trial, SplittableRandom random) {
    FlinkCluster flink = trial.cluster().flink();
    flink.zookeeper().kill();
    flink.startZooKeeper();
  }

  private static void killBroker(Trial trial, SplittableRandom random) {
    KafkaCluster kafka = trial.cluster().kafka();
    int broker = random.nextInt(kafka.size());
    kafka.broker(broker).kill();
    kafka.start(broker);
  }

  private static void killBrokersInTurn(Trial trial, SplittableRandom random) {
    KafkaCluster kafka = trial.cluster().kafka();
    int first = random.nextInt(kafka.size());
    for (int i = 0; i < kafka.size(); i++) {
      int broker = (first + i) % kafka.size();
      kafka.broker(broker).kill();
      kafka.awaitGone(broker);
      kafka.start(broker);
      kafka.awaitServing();
      kafka.awaitInSync();
    }
  }

  private static void freezeTaskManager(Trial trial, SplittableRandom random) {
    List<Child> all = trial.cluster().flink().taskManagers();
    freeze(List.of(all.get(random.nextInt(all.size()))), seconds(random, 5, 20));
  }

  private static void freezeAll(Trial trial, SplittableRandom random) {
    freeze(trial.cluster().flink().taskManagers(), seconds(random, 5, 15));
  }

  private static void freezeJobManager(Trial trial, SplittableRandom random) {
    freeze(List.of(trial.cluster().flink().jobManager()), seconds(random, 5, 15));
  }

  private static void freezeZooKeeper(Trial trial, SplittableRandom random) {
    freeze(List.of(trial.cluster().flink().zookeeper()), seconds(random, 5, 15));
  }

  private static void freezeBroker(Trial trial, SplittableRandom random) {
    KafkaCluster kafka = trial.cluster().kafka();
    freeze(List.of(kafka.broker(random.nextInt(kafka.size()))), seconds(random, 10, 25));
  }

  private static void freeze(List<Child> children, Duration length) {
    children.forEach(Child::freeze);
    Await.outage(length);
    children.forEach(Child::thaw);
  }

  static Duration seconds(SplittableRandom random, int least, int most) {
    return Duration.ofMillis(random.nextInt(least * 1_000, most * 1_000));
  }
}
