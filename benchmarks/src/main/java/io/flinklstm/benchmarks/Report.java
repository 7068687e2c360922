package io.flinklstm.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints the tables as they grow and keeps them for the files. */
public final class Report {

  /**
   * The core's own limits, measured.
   *
   * @param peak GFLOP/s of fma
   * @param near GB/s read from 16 KiB
   * @param middle GB/s read from 1 MiB
   * @param far GB/s read from 16 MiB
   */
  record Machine(double peak, double near, double middle, double far) {}

  private final StringBuilder text = new StringBuilder();

  Report(Machine m) {
    line(place());
    line(
        String.format(
            Locale.ROOT,
            "One core: %.0f GFLOP/s of fma; reads %.0f GB/s from 16 KiB, %.0f from 1 MiB, %.0f"
                + " from 16 MiB",
            m.peak(),
            m.near(),
            m.middle(),
            m.far()));
    line("libtorch's instruction set: " + System.getenv().getOrDefault("DNNL_MAX_CPU_ISA", "all"));
  }

  /** The processor and the JDK of a measurement. */
  public static String place() {
    return "Processor: " + processor() + "; JDK " + System.getProperty("java.vm.version");
  }

  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(info)) {
      return lines
          .filter(l -> l.startsWith("model name"))
          .map(l -> l.substring(l.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void title(String cell, int layers) {
    line("");
    line("### " + cell + ", " + layers + (layers == 1 ? " layer" : " layers"));
    line("");
    line("| H | keys | own ns | onnxruntime ns | ratio | libtorch ns | ratio | GFLOP/s | peak |");
    line("|---|---|---|---|---|---|---|---|---|");
  }

  void row(Measurement m) {
    line(
        String.format(
            Locale.ROOT,
            "| %d | %d | %.0f | %.0f | %.2f | %.0f | %.2f | %.0f | %.0f %% |",
            m.shape().hidden(),
            m.shape().keys(),
            m.own(),
            m.own() * m.ratio("onnxruntime"),
            m.ratio("onnxruntime"),
            m.own() * m.ratio("libtorch"),
            m.ratio("libtorch"),
            m.shape().operations() / m.own(),
            100 * m.peakShare()));
  }

  private void line(String line) {
    System.out.println(line);
    text.append(line).append('\n');
  }

  void write(Path directory, List<Measurement> measurements) throws IOException {
    Files.writeString(directory.resolve("kernels.md"), text);
    StringBuilder csv = new StringBuilder("cell,layers,hidden,keys,contender,nanos,peak_share\n");
    for (Measurement m : measurements) {
      Shape s = m.shape();
      String shape = s.cell() + "," + s.layers() + "," + s.hidden() + "," + s.keys() + ",";
      csv.append(shape)
          .append("own,")
          .append(m.own())
          .append(',')
          .append(m.peakShare())
          .append('\n');
      m.peers().forEach((name, ns) -> csv.append(shape + name + "," + ns + ",\n"));
    }
    Files.writeString(directory.resolve("kernels.csv"), csv);
  }
}
