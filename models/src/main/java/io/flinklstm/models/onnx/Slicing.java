package io.flinklstm.models.onnx;

import io.flinklstm.models.format.RawTensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The arguments of a Slice node: attributes before operator set 10, inputs from then on.
 *
 * @param starts and {@code ends} as given: negative ones count from the axis' end
 */
record Slicing(long[] starts, long[] ends, int[] axes) {

  /** Reads the arguments; {@code inputs} holds null for what is left out. */
  static Slicing of(OnnxNode node, List<RawTensor> inputs, int rank) {
    boolean asInputs = inputs.size() > 1;
    long[] starts = asInputs ? wholes(inputs, 1) : node.wholes("starts").orElse(new long[0]);
    long[] ends = asInputs ? wholes(inputs, 2) : node.wholes("ends").orElse(new long[0]);
    long[] axes = asInputs ? wholes(inputs, 3) : node.wholes("axes").orElse(new long[0]);
    if (axes.length == 0) {
      axes = LongStream.range(0, starts.length).toArray();
    }
    boolean stepped = Arrays.stream(wholes(inputs, 4)).anyMatch(step -> step != 1);
    if (stepped || starts.length != ends.length || axes.length != starts.length) {
      throw node.refused(
          stepped ? "steps" : starts.length + " starts, " + ends.length + " ends",
          "as many starts as ends, steps of 1");
    }
    int[] checked = Arrays.stream(axes).mapToInt(axis -> Shapes.axis(node, axis, rank)).toArray();
    if (Arrays.stream(checked).distinct().count() != checked.length) {
      throw node.refused("an axis twice", "each once");
    }
    return new Slicing(starts, ends, checked);
  }

  private static long[] wholes(List<RawTensor> inputs, int i) {
    return i < inputs.size() && inputs.get(i) != null ? inputs.get(i).longs() : new long[0];
  }

  int begin(int i, int size) {
    return clamp(starts[i], size);
  }

  /** Not before the begin. */
  int end(int i, int size) {
    return Math.max(begin(i, size), clamp(ends[i], size));
  }

  private static int clamp(long place, int size) {
    long fromStart = place < 0 ? place + size : place;
    return (int) Math.max(0, Math.min(size, fromStart));
  }
}
