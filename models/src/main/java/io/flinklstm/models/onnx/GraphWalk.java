package io.flinklstm.models.onnx;

import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the graph from the one sequence it takes to the one result it gives, and notes each layer.
 *
 * <p>Besides the rows on that path there are constants, zeros and inputs that serve as initial
 * states, numbers made of shapes, and final states. A node that fits none of these is refused.
 */
final class GraphWalk {

  private static final Set<String> MOVES =
      Set.of(
          "Identity",
          "Cast",
          "Unsqueeze",
          "Squeeze",
          "Reshape",
          "Expand",
          "Transpose",
          "Slice",
          "Gather",
          "Concat",
          "Split");
  private static final Set<String> ARITHMETIC =
      Set.of("Add", "Sub", "Mul", "Div", "Equal", "Where");

  private final OnnxGraph graph;
  private final boolean resetAfter;
  private final Folding constants;
  private final Map<String, Value> values = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, float[][]> initial = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private List<Integer> lengths = List.of();
  private final Path path;
  private int cells;

  /** {@code resetAfter} makes every GRU one that resets after the product, whatever it says. */
  GraphWalk(OnnxGraph graph, boolean resetAfter) {
    this.graph = graph;
    this.resetAfter = resetAfter;
    this.constants = new Folding(graph);
    this.path = new Path(graph, constants, steps);
  }

  Draft draft() {
    graph.inputs().forEach(this::input);
    for (OnnxNode node : graph.nodes()) {
      if (!OnnxGraph.isStandard(node.domain())) {
        throw node.refused("operator set " + node.domain(), "the standard one");
      }
      if (!constants.fold(node)) {
        walk(node);
      }
    }
    int width = path.inputWidth();
    if (cells == 0 || width == 0) {
      throw new ModelFormatException("graph", "no recurrent node", "one of RNN, GRU, LSTM");
    }
    finish();
    String source = "ONNX opset " + graph.opset() + " by " + graph.producer();
    return new Draft(
        source, width, steps, initial, Optional.of(path.isBatchFirst()), lengths, notes);
  }

  private void input(String name, int[] sizes) {
    boolean first = values.values().stream().noneMatch(v -> v instanceof Value.Flow);
    String axes = sizes.length == 2 ? "ab" : "abc";
    values.put(name, first ? new Value.Flow(axes, 0) : new Value.Given());
  }

  private void walk(OnnxNode node) {
    switch (node.op()) {
      case "RNN", "GRU", "LSTM" -> recurrent(node);
      case "Shape" -> values.put(node.output(0), new Value.Sizes());
      case "ConstantOfShape" -> values.put(node.output(0), zeros(node));
      default -> {
        Value result = flows(node) ? path.follow(node, values) : aside(node);
        values.put(node.output(0), result);
        if (result == null) {
          throw unknown(node);
        }
      }
    }
  }

  private boolean flows(OnnxNode node) {
    return node.inputs().stream()
        .map(values::get)
        .anyMatch(v -> v instanceof Value.Flow || v instanceof Value.Final);
  }

  private static ModelFormatException unknown(OnnxNode node) {
    return node.refused(
        "an operation this importer does not know here",
        "a path of RNN, GRU or LSTM with Gemm, MatMul, Add, activations and normalisations");
  }

  private static Value zeros(OnnxNode node) {
    boolean zero =
        node.tensor("value").stream()
            .noneMatch(t -> Arrays.stream(t.doubles()).anyMatch(v -> v != 0));
    if (!zero) {
      throw node.refused("a value other than 0", "zeros");
    }
    return new Value.Zero();
  }

  /** Nodes beside the path: what they make of shapes, zeros and given states. */
  private Value aside(OnnxNode node) {
    List<Value> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      if (values.get(name) != null) {
        inputs.add(values.get(name));
      } else if (constants.get(name).isPresent()) {
        inputs.add(isZero(name) ? new Value.Zero() : new Value.Sizes());
      }
    }
    if (inputs.size() < node.inputs().stream().filter(n -> !n.isEmpty()).count()) {
      return null;
    }
    boolean allSizes =
        inputs.stream().allMatch(v -> v instanceof Value.Sizes || v instanceof Value.Zero);
    boolean shapes = inputs.stream().anyMatch(v -> v instanceof Value.Sizes);
    boolean moves = MOVES.contains(node.op());
    if (moves && (inputs.get(0) instanceof Value.Given || inputs.get(0) instanceof Value.Zero)) {
      return inputs.get(0);
    }
    return allSizes && shapes && (moves || ARITHMETIC.contains(node.op()))
        ? new Value.Sizes()
        : null;
  }

  private boolean isZero(String name) {
    RawTensor tensor = constants.get(name).orElseThrow();
    return tensor.dtype().isFloating() && Arrays.stream(tensor.doubles()).allMatch(v -> v == 0);
  }

  private void recurrent(OnnxNode node) {
    boolean exporterBug =
        node.op().equals("GRU")
            && graph.producer().equals("pytorch")
            && node.whole("linear_before_reset", 0) == 0;
    if (exporterBug && !resetAfter) {
      throw node.refused(
          "linear_before_reset 0 from PyTorch, whose GRU has no such mode",
          "1: the exporter left it out, export again or ask to treat it as 1");
    }
    RecurrentNode recurrent = new RecurrentNode(node, constants, resetAfter);
    String axes = path.enter(node, values.get(node.input(0)), recurrent);
    lengths(node);
    initial(node, recurrent, 5, "h");
    initial(node, recurrent, 6, "c");
    steps.add(recurrent.step());
    cells++;
    values.put(node.output(0), new Value.Flow(axes, steps.size()));
    List<Integer> cell = List.of(steps.size());
    values.put(node.output(1), new Value.Final(cell, true));
    values.put(node.output(2), new Value.Final(cell, false));
    values.remove("");
  }

  private void lengths(OnnxNode node) {
    String name = node.input(4);
    List<Integer> found = new ArrayList<>();
    if (!name.isEmpty()) {
      long[] ends = constants.get(name).map(RawTensor::longs).orElse(new long[] {-1});
      for (long end : ends) {
        if (end < 1 || end > Integer.MAX_VALUE) {
          throw node.refused("sequence_lens " + name + " of " + end, "none, or constants from 1");
        }
        found.add((int) end);
      }
    }
    if (found.stream().allMatch(end -> end == path.steps())) {
      found.clear();
    }
    if (cells > 0 && !found.equals(lengths)) {
      throw node.refused("sequence_lens " + found, lengths + " as the layer before has");
    }
    lengths = found;
  }

  private void initial(OnnxNode node, RecurrentNode recurrent, int input, String which) {
    String name = node.input(input);
    if (name.isEmpty() || !node.op().equals("LSTM") && input == 6) {
      return;
    }
    if (constants.get(name).isPresent()) {
      if (!isZero(name)) {
        initial.put(cells + "." + which, recurrent.initial(input));
      }
    } else if (values.get(name) instanceof Value.Given) {
      notes.add("state " + name + " is an input: carried per key here, from zeros");
    } else if (!(values.get(name) instanceof Value.Zero)) {
      throw node.refused("initial state " + name, "zeros, an input or a constant");
    }
  }

  private void finish() {
    if (!lengths.isEmpty() && steps.stream().anyMatch(step -> step instanceof Step.LastStep)) {
      throw new ModelFormatException(
          "graph", "the last row of sequences that end before", "all rows of such sequences");
    }
    List<String> results = new ArrayList<>();
    boolean hidden = false;
    for (String name : graph.outputs()) {
      Value value = values.get(name);
      if (value instanceof Value.Flow flow && flow.depth() == steps.size()) {
        results.add(name);
      } else if (value instanceof Value.Final last) {
        hidden |= last.hidden();
      } else {
        throw new ModelFormatException(
            "graph output " + name, "not the end of the path", "rows after the last layer");
      }
    }
    if (results.size() > 1 || results.isEmpty() && !hidden) {
      throw new ModelFormatException("graph outputs", results, "one result, and final states");
    }
    if (results.isEmpty()) {
      steps.add(new Step.LastStep());
    }
  }
}
