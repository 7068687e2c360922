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
 * @param taskHeap bytes in use, of all task managers together
 * @param taskMetaspace bytes in use, of all task managers together
 */
public record Vitals(
    long seconds,
    long heap,
    long metaspace,
    long files,
    long threads,
    long transactionalIds,
    long stateBytes,
    long taskHeap,
    long taskMetaspace) {

  static final String HEADER =
      "run,seconds,heap,metaspace,files,threads,transactional_ids,state_bytes,task_heap,task_metaspace";

  private static final String HEAP = "Status.JVM.Memory.Heap.Used";
  private static final String METASPACE = "Status.JVM.Memory.Metaspace.Used";

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
          metric(rest, "/jobmanager", HEAP),
          metric(rest, "/jobmanager", METASPACE),
          files,
          threads,
          admin.listTransactions().all().get().size(),
          rest.checkpoints(trial.job())
              .path("latest")
              .path("completed")
              .path("state_size")
              .asLong(),
          ofTaskManagers(rest, HEAP),
          ofTaskManagers(rest, METASPACE));
    }
  }

  private static long entries(Child process, String what) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + process.pid() + "/" + what))) {
      return entries.count();
    }
  }

  private static long ofTaskManagers(FlinkRest rest, String name) throws IOException {
    long sum = 0;
    for (JsonNode each : rest.get("/taskmanagers").path("taskmanagers")) {
      sum += metric(rest, "/taskmanagers/" + each.path("id").asText(), name);
    }
    return sum;
  }

  private static long metric(FlinkRest rest, String whose, String name) throws IOException {
    JsonNode answer = rest.get(whose + "/metrics?get=" + name);
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
        + stateBytes
        + ","
        + taskHeap
        + ","
        + taskMetaspace;
  }
}
