package io.flinklstm.benchmarks.operator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.flink.util.FileUtils;

/**
 * Measures the operator in real Flink jobs of parallelism 1, all contenders in one process and
 * taking turns: ours, the same with the network replaced by a copy, and a process function that
 * calls ONNX Runtime. Prints a table and ends with one line.
 *
 * <p>Run with {@code ./flink-lstm bench operator}. Arguments: {@code --quick} for H = 64 and fewer
 * turns; {@code --out DIRECTORY}, default {@code benchmarks/target}.
 */
public final class OperatorBench {

  private static final int FEW = 1_000;
  private static final int MANY = 100_000;
  private static final int MOST = 1_000_000;
  private static final int[] HIDDEN = {64, 32, 128};

  private OperatorBench() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments = List.of(args);
    boolean quick = arguments.contains("--quick");
    int out = arguments.indexOf("--out");
    Path files = Path.of(out < 0 ? "benchmarks/target" : arguments.get(out + 1));
    Rounds rounds = new Rounds(2, quick ? 5 : 7);
    OperatorReport report = new OperatorReport();
    Path directory = Files.createTempDirectory("flink-lstm-bench");
    try (Cluster cluster = new Cluster(directory)) {
      new Rounds(8, 1).run(cluster, new Scene(false, HIDDEN[0], FEW, false), entrants(false, FEW));
      for (Scene scene : scenes(quick)) {
        report.row(rounds.run(cluster, scene, entrants(scene.rocksdb(), scene.keys())));
      }
    }
    FileUtils.deleteDirectoryQuietly(directory.toFile());
    report.write(files);
    System.out.println(report.summary());
    System.exit(0); // what Flink leaves running in this JVM
  }

  private static List<Scene> scenes(boolean quick) {
    List<Scene> scenes = new ArrayList<>();
    for (int hidden : quick ? new int[] {HIDDEN[0]} : HIDDEN) {
      for (boolean rocksdb : new boolean[] {false, true}) {
        scenes.add(new Scene(rocksdb, hidden, FEW, false));
        scenes.add(new Scene(rocksdb, hidden, MANY, false));
        if (!quick || !rocksdb) {
          scenes.add(new Scene(rocksdb, hidden, MOST, false));
          scenes.add(new Scene(rocksdb, hidden, MANY, true));
        }
      }
    }
    return scenes;
  }

  private static List<Entrant> entrants(boolean rocksdb, int keys) {
    List<Entrant> entrants = new ArrayList<>(List.of(Entrant.OWN, Entrant.FLOOR));
    if (ServiceLoader.load(OneKeyEngine.class).findFirst().isPresent()) {
      entrants.add(Entrant.ENGINE);
    }
    if (!rocksdb && keys == FEW) {
      entrants.add(Entrant.BARE);
    }
    return entrants;
  }
}
