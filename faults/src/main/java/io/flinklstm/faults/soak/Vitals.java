package io.flinklstm.faults.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.Child;
import io.flinklstm.faults.cluster.FlinkCluster;
import io.flinklstm.faults.cluster.FlinkRest;
import io.flinklstm.faults.cluster.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * One look at the cluster.
 *
 * @param heap bytes that survive a collection, of the job manager
 * @param metaspace bytes in use, of the job manager, which loads every jar that is submitted
 * @param files open, of all processes of Flink together
 * @param threads of all processes of Flink together
 * @param transactionalIds that the brokers remember
 * @param stateBytes of the last checkpoint
 * @param taskHeap bytes that survive a collection, of all task managers together
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

  private static final Pattern HEAP = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final String JCMD =
      Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
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
    long taskHeap = 0;
    for (Child taskManager : flink.taskManagers()) {
      taskHeap += survivors(taskManager);
    }
    try (Admin admin = trial.cluster().kafka().admin()) {
      return new Vitals(
          seconds,
          survivors(flink.jobManager()),
          metric(rest, "/jobmanager", METASPACE),
          files,
          threads,
          admin.listTransactions().all().get().size(),
          rest.checkpoints(trial.job())
              .path("latest")
              .path("completed")
              .path("state_size")
              .asLong(),
          taskHeap,
          taskMetaspace(rest));
    }
  }

  /** What is left of its heap by a full collection, in bytes. */
  private static long survivors(Child process) throws IOException {
    String pid = Long.toString(process.pid());
    Shell.run(JCMD, pid, "GC.run");
    return heap(Shell.run(JCMD, pid, "GC.heap_info"));
  }

  /** Bytes in use, of the generations that a JVM names. */
  static long heap(String info) throws IOException {
    LongSummaryStatistics kilobytes =
        HEAP.matcher(info)
            .results()
            .mapToLong(generation -> Long.parseLong(generation.group(1)))
            .summaryStatistics();
    if (kilobytes.getCount() == 0) {
      throw new IOException("found no generation of a heap in: " + info);
    }
    return kilobytes.getSum() << 10;
  }

  private static long entries(Child process, String what) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + process.pid() + "/" + what))) {
      return entries.count();
    }
  }

  private static long taskMetaspace(FlinkRest rest) throws IOException {
    long sum = 0;
    for (JsonNode each : rest.get("/taskmanagers").path("taskmanagers")) {
      sum += metric(rest, "/taskmanagers/" + each.path("id").asText(), METASPACE);
    }
    return sum;
  }

  private static long metric(FlinkRest rest, String whose, String name) throws IOException {
    JsonNode value = rest.get(whose + "/metrics?get=" + name).path(0).path("value");
    if (value.isMissingNode()) {
      throw new IOException(whose + " does not tell its " + name + " yet");
    }
    return value.asLong();
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
