package io.flinklstm.faults.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.Child;
import io.flinklstm.faults.cluster.FlinkCluster;
import io.flinklstm.faults.cluster.FlinkRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * One look at the cluster.
 *
 * @param heap bytes in use, of the job manager
 * @param metaspace bytes in use, of the job manager, which loads every jar that is submitted
 * @param files open, of all processes of Flink together
 * @param threads of all processes of Flink together
 * @param transactionalIds that the brokers remember
 * @param stateBytes of the last checkpoint
 */
public record Vitals(
    long seconds,
    long heap,
    long metaspace,
    long files,
    long threads,
    long transactionalIds,
    long stateBytes) {

  static final String HEADER =
      "run,seconds,heap,metaspace,files,threads,transactional_ids,state_bytes";

  /** Looks now. */
  static Vitals of(Trial trial, long seconds)
      throws IOException, ExecutionException, InterruptedException {
    FlinkCluster flink = trial.cluster().flink();
    FlinkRest rest = flink.rest();
    List<Child> processes =
        Stream.concat(Stream.of(flink.jobManager()), flink.taskManagers().stream()).toList();
    long files = 0;
    long threads = 0;
    for (Child process : processes) {
      files += entries(process, "fd");
      threads += entries(process, "task");
    }
    try (Admin admin = trial.cluster().kafka().admin()) {
      return new Vitals(
          seconds,
          metric(rest, "Status.JVM.Memory.Heap.Used"),
          metric(rest, "Status.JVM.Memory.Metaspace.Used"),
          files,
          threads,
          admin.listTransactions().all().get().size(),
          rest.checkpoints(trial.job())
              .path("latest")
              .path("completed")
              .path("state_size")
              .asLong());
    }
  }

  private static long entries(Child process, String what) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + process.pid() + "/" + what))) {
      return entries.count();
    }
  }

  private static long metric(FlinkRest rest, String name) throws IOException {
    JsonNode answer = rest.get("/jobmanager/metrics?get=" + name);
    return answer.path(0).path("value").asLong();
  }

  String line(String run) {
    return run
        + ","
        + seconds
        + ","
        + heap
        + ","
        + metaspace
        + ","
        + files
        + ","
        + threads
        + ","
        + transactionalIds
        + ","
        + stateBytes;
  }
}
