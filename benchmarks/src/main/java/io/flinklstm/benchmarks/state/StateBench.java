package io.flinklstm.benchmarks.state;

import io.flinklstm.benchmarks.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.util.FileUtils;

/**
 * Measures what checkpoints and restores of 1,000,000 keys cost with our state, beside the same job
 * with {@code ValueState<float[][]>}, in turns in one process. Prints a table and ends with one
 * line.
 *
 * <p>Run with {@code ./flink-lstm bench state}. {@code --quick}: 100,000 keys and three turns.
 */
public final class StateBench {

  private static final int KEYS = 1_000_000;
  private static final int KEYS_QUICK = 100_000;
  private static final int KEYS_TO_WARM = 20_000;
  private static final int TURNS_QUICK = 3;
  private static final int MANAGED_MIB = 1024;

  private StateBench() {}

  public static void main(String[] args) throws Exception {
    boolean quick = List.of(args).contains("--quick");
    int keys = quick ? KEYS_QUICK : KEYS;
    int turns = quick ? TURNS_QUICK : 1; // Kryo takes minutes for one
    Path directory = Files.createTempDirectory("flink-lstm-bench");
    System.out.println(Report.place());
    System.out.printf(
        Locale.ROOT,
        "%,d keys of %d bytes; medians of %d turns%n%n"
            + "| state | whose | bytes a key | over the floats | checkpoint ms | bytes a changed key"
            + " | checkpoint ms | restore ms | first pass ms |%n|---|---|---|---|---|---|---|---|---|%n",
        keys,
        Job.PAYLOAD,
        turns);
    StringBuilder restores = new StringBuilder();
    try (MiniCluster cluster = cluster(directory)) {
      for (boolean rocksdb : new boolean[] {false, true}) {
        List<Trial> own = new ArrayList<>();
        List<Trial> naive = new ArrayList<>();
        Path state = directory.resolve("state");
        trial(cluster, new Job(true, rocksdb, KEYS_TO_WARM, state));
        trial(cluster, new Job(false, rocksdb, KEYS_TO_WARM, state));
        for (int turn = 0; turn < turns; turn++) {
          own.add(trial(cluster, new Job(true, rocksdb, keys, state)));
          naive.add(trial(cluster, new Job(false, rocksdb, keys, state)));
        }
        String backend = rocksdb ? "rocksdb" : "heap";
        row(backend, "own", keys, own);
        row(backend, "Kryo", keys, naive);
        restores.append(
            String.format(
                Locale.ROOT,
                "%s: restore %.1fx, first pass %.1fx, bytes a key %.0f | ",
                backend,
                ratio(own, naive, Trial::restoreMillis),
                ratio(own, naive, Trial::firstPass),
                median(own, Trial::fullBytes) / keys));
      }
    }
    FileUtils.deleteDirectoryQuietly(directory.toFile());
    System.out.println(restores + "of " + Job.PAYLOAD);
    System.exit(0); // what Flink leaves running in this JVM
  }

  private static Trial trial(MiniCluster cluster, Job job) throws Exception {
    Trial trial = Trial.run(cluster, job);
    FileUtils.deleteDirectory(job.checkpoints().toFile());
    return trial;
  }

  private static MiniCluster cluster(Path directory) throws Exception {
    Configuration c = new Configuration();
    c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(MANAGED_MIB));
    c.set(CoreOptions.TMP_DIRS, directory.toString());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(c)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
    cluster.start();
    return cluster;
  }

  private static void row(String backend, String whose, int keys, List<Trial> trials) {
    double full = median(trials, Trial::fullBytes) / keys;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.0f | %.0f %% | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
        backend,
        whose,
        full,
        100 * (full / Job.PAYLOAD - 1),
        median(trials, Trial::fullMillis),
        median(trials, Trial::partBytes) * Job.PART / keys,
        median(trials, Trial::partMillis),
        median(trials, Trial::restoreMillis),
        median(trials, Trial::firstPass));
  }

  /** How many times less ours takes: the median over the turns. */
  private static double ratio(List<Trial> own, List<Trial> naive, ToDoubleFunction<Trial> what) {
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = what.applyAsDouble(naive.get(i)) / what.applyAsDouble(own.get(i));
    }
    return median(ratios);
  }

  private static double median(List<Trial> trials, ToDoubleFunction<Trial> what) {
    return median(trials.stream().mapToDouble(what).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
