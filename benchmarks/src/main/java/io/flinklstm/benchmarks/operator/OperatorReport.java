package io.flinklstm.benchmarks.operator;

import io.flinklstm.benchmarks.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints the table as it grows, keeps it for the file, and says the last line. */
final class OperatorReport {

  private static final int H = 64;
  private static final int KEYS = 100_000;

  private final StringBuilder text = new StringBuilder();
  private final List<Row> rows = new ArrayList<>();

  OperatorReport() {
    line(Report.place());
    line("");
    line(
        "| state | H | keys | own ev/s | floor | of it | onnxruntime | ratio | own wall ev/s"
            + " | own p50/p99 µs | floor µs | onnxruntime µs | at a quarter µs"
            + " | B/event own, floor, bare |");
    line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
  }

  void row(Row row) {
    rows.add(row);
    Scene s = row.scene();
    line(
        String.format(
            Locale.ROOT,
            "| %s | %d | %,d%s%s | %,.0f | %,.0f | %.0f %% | %,.0f | %.1fx | %,.0f | %s | %s | %s"
                + " | %.0f / %.0f | %.0f, %.0f, %.0f |",
            s.backend(),
            s.hidden(),
            s.keys(),
            s.zipf() ? " Zipf " + Scene.EXPONENT : "",
            s.recent() == Scene.DEFAULT_RECENT
                ? ""
                : String.format(Locale.ROOT, ", %,d recent", s.recent()),
            1e9 / row.cpuNanos(Entrant.OWN),
            1e9 / row.cpuNanos(Entrant.FLOOR),
            100 * row.timesFasterThan(Entrant.FLOOR),
            1e9 / row.cpuNanos(Entrant.ENGINE),
            row.timesFasterThan(Entrant.ENGINE),
            1e9 / row.wallNanos(Entrant.OWN),
            latency(row, Entrant.OWN),
            latency(row, Entrant.FLOOR),
            latency(row, Entrant.ENGINE),
            row.quarterP50(),
            row.quarterP99(),
            row.bytes(Entrant.OWN),
            row.bytes(Entrant.FLOOR),
            row.bytes(Entrant.BARE)));
  }

  private static String latency(Row row, Entrant entrant) {
    return String.format(Locale.ROOT, "%.0f / %.0f", row.p50(entrant), row.p99(entrant));
  }

  private void line(String line) {
    System.out.println(line);
    text.append(line).append('\n');
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("operator.md"), text);
  }

  /** The figures that are watched, at 100,000 keys drawn uniformly, where these were measured. */
  Optional<String> summary() {
    return at(false).flatMap(heap -> at(true).map(rocksdb -> summary(heap, rocksdb)));
  }

  private static String summary(Row heap, Row rocksdb) {
    return String.format(
        Locale.ROOT,
        "vs onnxruntime-in-process-function: heap H=64 %.1fx, rocksdb H=64 %.1fx"
            + " | of the Flink floor: heap H=64 %.0f%%, rocksdb H=64 %.0f%%",
        heap.timesFasterThan(Entrant.ENGINE),
        rocksdb.timesFasterThan(Entrant.ENGINE),
        100 * heap.timesFasterThan(Entrant.FLOOR),
        100 * rocksdb.timesFasterThan(Entrant.FLOOR));
  }

  private Optional<Row> at(boolean onRocksdb) {
    return rows.stream().filter(row -> row.scene().is(onRocksdb, H, KEYS)).findFirst();
  }
}
