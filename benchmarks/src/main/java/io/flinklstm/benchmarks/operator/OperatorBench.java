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
 * turns; {@code --only TEXT} for the scenes whose label has it, such as {@code "heap 64 1,000"};
 * {@code --out DIRECTORY}, default {@code benchmarks/target}.
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
    Path files = Path.of(argument(arguments, "--out", "benchmarks/target"));
    Rounds rounds = new Rounds(2, quick ? 5 : 7);
    OperatorReport report = new OperatorReport();
    Path directory = Files.createTempDirectory("flink-lstm-bench");
    try (Cluster cluster = new Cluster(directory)) {
      new Rounds(8, 1)
          .run(
              cluster,
              new Scene(false, HIDDEN[0], FEW, false, Scene.DEFAULT_RECENT),
              entrants(false, FEW));
      for (Scene scene : scenes(quick, argument(arguments, "--only", ""))) {
        report.row(rounds.run(cluster, scene, entrants(scene.rocksdb(), scene.keys())));
      }
    }
    FileUtils.deleteDirectoryQuietly(directory.toFile());
    report.write(files);
    report.summary().ifPresent(System.out::println);
    System.exit(0); // what Flink leaves running in this JVM
  }

  private static List<Scene> scenes(boolean quick, String only) {
    List<Scene> scenes = new ArrayList<>();
    for (int hidden : quick ? new int[] {HIDDEN[0]} : HIDDEN) {
      for (boolean rocksdb : new boolean[] {false, true}) {
        scenes.add(new Scene(rocksdb, hidden, FEW, false, Scene.DEFAULT_RECENT));
        scenes.add(new Scene(rocksdb, hidden, MANY, false, Scene.DEFAULT_RECENT));
        if (!quick || !rocksdb) {
          scenes.add(new Scene(rocksdb, hidden, MOST, false, Scene.DEFAULT_RECENT));
          scenes.add(new Scene(rocksdb, hidden, MANY, true, Scene.DEFAULT_RECENT));
        }
      }
      scenes.add(new Scene(true, hidden, MANY, false, MANY));
    }
    scenes.removeIf(scene -> !scene.label().contains(only));
    return scenes;
  }

  private static String argument(List<String> arguments, String name, String otherwise) {
    int at = arguments.indexOf(name);
    return at < 0 ? otherwise : arguments.get(at + 1);
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
