package io.flinklstm.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The last line: the weakest ratios and two shapes to watch, of the one-layer LSTM. */
final class Summary {

  private static final String ONNX = "onnxruntime";
  private static final String TORCH = "libtorch";

  private Summary() {}

  static String of(List<Measurement> all) {
    List<Measurement> lstm =
        all.stream()
            .filter(m -> m.shape().cell().equals("LSTM") && m.shape().layers() == 1)
            .toList();
    Measurement weakest =
        lstm.stream().min(Comparator.comparingDouble(m -> m.ratio(ONNX))).orElseThrow();
    double torch = lstm.stream().mapToDouble(m -> m.ratio(TORCH)).min().orElse(Double.NaN);
    return String.format(
        Locale.ROOT,
        "onnxruntime: min=%.2fx at H=%d B=%d | single-key H=64: %.2fx | peak share H=256 B=32: %.0f%%"
            + " | libtorch: min=%.2fx",
        weakest.ratio(ONNX),
        weakest.shape().hidden(),
        weakest.shape().keys(),
        at(lstm, 64, 1).ratio(ONNX),
        100 * at(lstm, 256, 32).peakShare(),
        torch);
  }

  private static Measurement at(List<Measurement> all, int hidden, int keys) {
    return all.stream()
        .filter(m -> m.shape().hidden() == hidden && m.shape().keys() == keys)
        .findFirst()
        .orElseThrow();
  }
}
