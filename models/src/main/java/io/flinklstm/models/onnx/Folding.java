package io.flinklstm.models.onnx;

import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is constant in a graph: the initializers, and what operations that only move elements make
 * of them. Exporters reorder weights by such operations.
 */
final class Folding {

  private static final long SPARE = 1 << 20;
  private static final int MAX_COPIES = 16;

  private final Map<String, RawTensor> known;
  private long budget;

  Folding(OnnxGraph graph) {
    known = new HashMap<>(graph.initializers());
    long bytes = known.values().stream().mapToLong(t -> t.data().remaining()).sum();
    budget = SPARE + MAX_COPIES * bytes;
  }

  Optional<RawTensor> get(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /** Folds the node if all it takes is constant and it only moves elements. */
  boolean fold(OnnxNode node) {
    if (node.op().equals("Constant")) {
      known.put(node.output(0), constant(node).named(node.output(0)));
      return true;
    }
    List<RawTensor> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      RawTensor input = known.get(name);
      if (input == null && !name.isEmpty()) {
        return false;
      }
      inputs.add(input);
    }
    if (inputs.isEmpty() || inputs.get(0) == null) {
      return false;
    }
    requireBudget(node, inputs);
    return switch (node.op()) {
      case "Identity" -> result(node, 0, inputs.get(0));
      case "Cast" -> result(node, 0, cast(node, inputs.get(0)));
      case "Unsqueeze", "Squeeze", "Reshape", "Flatten" ->
          result(node, 0, Shapes.reshaped(node, inputs));
      case "Transpose" -> result(node, 0, Shapes.transposed(node, inputs.get(0)));
      case "Slice" -> result(node, 0, Shapes.sliced(node, inputs));
      case "Gather" -> result(node, 0, Shapes.gathered(node, inputs));
      case "Concat" -> result(node, 0, Shapes.concatenated(node, inputs));
      case "Split" -> split(node, inputs);
      default -> false;
    };
  }

  /** No folded operation gives more than it takes, but for a cast's wider elements. */
  private void requireBudget(OnnxNode node, List<RawTensor> inputs) {
    long bytes = 0;
    for (RawTensor input : inputs) {
      bytes += input == null ? 0 : input.data().remaining();
    }
    if (node.op().equals("Cast")) {
      bytes *= Dtype.I64.bytes();
    }
    if (bytes > budget) {
      throw node.refused("constants far larger than the file", "few copies of the weights");
    }
  }

  private boolean split(OnnxNode node, List<RawTensor> inputs) {
    List<RawTensor> parts = Shapes.split(node, inputs);
    for (int i = 0; i < parts.size(); i++) {
      result(node, i, parts.get(i));
    }
    return true;
  }

  private boolean result(OnnxNode node, int output, RawTensor tensor) {
    budget -= tensor.data().remaining();
    if (budget < 0) {
      throw node.refused("constants far larger than the file", "few copies of the weights");
    }
    known.put(node.output(output), tensor.named(node.output(output)));
    return true;
  }

  private static RawTensor constant(OnnxNode node) {
    if (node.tensor("value").isPresent()) {
      return node.tensor("value").get();
    }
    for (String name : List.of("value_int", "value_ints")) {
      if (node.attributes().get(name) instanceof Long whole) {
        return wholes(new int[0], whole);
      } else if (node.attributes().get(name) instanceof List<?>) {
        long[] values = node.wholes(name).orElseThrow();
        return wholes(new int[] {values.length}, values);
      }
    }
    throw node.refused("no tensor", "a value");
  }

  private static RawTensor wholes(int[] shape, long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length);
    data.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return new RawTensor("", Dtype.I64, shape, data);
  }

  private static RawTensor cast(OnnxNode node, RawTensor input) {
    long to = node.whole("to", 0);
    if (to == 7) {
      return wholes(
          input.shape(), Arrays.stream(input.doubles()).mapToLong(d -> (long) d).toArray());
    } else if (to == 1 && input.dtype().isFloating()) {
      float[] values = input.floats();
      ByteBuffer data = ByteBuffer.allocate(4 * values.length);
      data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
      return new RawTensor("", Dtype.F32, input.shape(), data);
    }
    throw node.refused(input.describe() + " to type " + to, "to float (1) or int64 (7)");
  }

  /** The constant of this name as float32 weights, or a failure that names node and input. */
  float[] weights(OnnxNode node, int input, int... shape) {
    RawTensor tensor = known.get(node.input(input));
    if (tensor == null) {
      throw node.refused(
          "input " + input + " " + node.input(input) + ", which is not constant", "weights");
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw node.refused(
          "input " + input + " of " + tensor.describe(), "shape " + Arrays.toString(shape));
    }
    try {
      return tensor.weights().values();
    } catch (ModelFormatException e) {
      throw e.in("node " + node.name() + " (" + node.op() + ")");
    }
  }
}
