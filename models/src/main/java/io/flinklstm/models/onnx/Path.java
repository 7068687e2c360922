package io.flinklstm.models.onnx;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.RawTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes on the path of the rows: which axes they have, and which layers they pass. */
final class Path {

  private final OnnxGraph graph;
  private final Folding constants;
  private final List<Step> steps;
  private final Map<Character, Character> roles = new HashMap<>();
  private int inputWidth;
  private int width;

  Path(OnnxGraph graph, Folding constants, List<Step> steps) {
    this.graph = graph;
    this.constants = constants;
    this.steps = steps;
  }

  int inputWidth() {
    return inputWidth;
  }

  boolean isBatchFirst() {
    return roles.getOrDefault('a', 'T') == 'N';
  }

  /** The declared number of steps of the input, or -1. */
  int steps() {
    int[] sizes = graph.inputs().values().iterator().next();
    int axis = roles.getOrDefault('a', 'T') == 'T' ? 0 : 1;
    return axis < sizes.length ? sizes[axis] : -1;
  }

  /** The rows enter a recurrent node; gives the axes of its first output. */
  String enter(OnnxNode node, Value input, RecurrentNode recurrent) {
    boolean batchFirst = node.whole("layout", 0) == 1;
    String expected = batchFirst ? "NTF" : "TNF";
    if (!(input instanceof Value.Flow flow) || flow.axes().length() != 3) {
      throw node.refused("input " + node.input(0), "the one sequence of rows");
    }
    onlyPath(node, flow);
    for (int i = 0; i < 3; i++) {
      char axis = flow.axes().charAt(i);
      char role = expected.charAt(i);
      if (Character.isLowerCase(axis) && !roles.containsKey(axis)) {
        roles.put(axis, role);
      } else if (roles.getOrDefault(axis, axis) != role) {
        throw node.refused("axes " + flow.axes(), expected + " in order");
      }
    }
    int rows = recurrent.input();
    if (width != 0 && rows != width) {
      throw node.refused("rows of " + rows, "of " + width + ", as the layer before gives");
    }
    inputWidth = inputWidth == 0 ? rows : inputWidth;
    width = recurrent.directions() * recurrent.hidden();
    return batchFirst ? "NTDF" : "TDNF";
  }

  private void onlyPath(OnnxNode node, Value.Flow flow) {
    if (flow.depth() != steps.size()) {
      throw node.refused("a second path from an earlier layer", "one path");
    }
  }

  /** The value after a node that takes rows or final states; null where the node is unknown. */
  Value follow(OnnxNode node, Map<String, Value> values) {
    for (int i = 0; i < node.inputs().size(); i++) {
      Value value = values.get(node.input(i));
      if (value instanceof Value.Final last) {
        return followFinal(node, last, values);
      } else if (value instanceof Value.Flow flow) {
        onlyPath(node, flow);
        return follow(node, flow, i);
      }
    }
    return null;
  }

  private Value follow(OnnxNode node, Value.Flow flow, int input) {
    if (input == 1) {
      return switch (node.op()) {
        case "Gather" -> embedding(node, flow);
        case "Add" -> bias(node, flow, 0);
        default -> null;
      };
    }
    return switch (node.op()) {
      case "Identity", "Dropout" -> flow;
      case "Transpose" -> transposed(node, flow);
      case "Squeeze" -> squeezed(node, flow);
      case "Reshape" -> reshaped(node, flow);
      case "Gather" -> gathered(node, flow);
      case "Slice" -> sliced(node, flow);
      case "MatMul" -> matrix(node, flow);
      case "Gemm" -> gemm(node, flow);
      case "Add" -> bias(node, flow, 1);
      case "BatchNormalization" -> pass(flow, batchNorm(node, flow));
      case "LayerNormalization" -> pass(flow, layerNorm(node, flow));
      default -> activation(node, flow);
    };
  }

  private Value.Flow pass(Value.Flow flow, Step step) {
    steps.add(step);
    return new Value.Flow(flow.axes(), steps.size());
  }

  private static Value.Flow axes(Value.Flow flow, String axes) {
    return new Value.Flow(axes, flow.depth());
  }

  private Value transposed(OnnxNode node, Value.Flow flow) {
    StringBuilder axes = new StringBuilder();
    for (int axis : Shapes.permutation(node, flow.axes().length())) {
      axes.append(flow.axes().charAt(axis));
    }
    return axes(flow, axes.toString());
  }

  private long[] wholes(OnnxNode node, int input, String attribute) {
    return constants
        .get(node.input(input))
        .map(RawTensor::longs)
        .or(() -> node.wholes(attribute))
        .orElse(new long[0]);
  }

  private Value squeezed(OnnxNode node, Value.Flow flow) {
    long[] axes = wholes(node, 1, "axes");
    if (axes.length != 1) {
      return null;
    }
    int axis = Shapes.axis(node, axes[0], flow.axes().length());
    String left = new StringBuilder(flow.axes()).deleteCharAt(axis).toString();
    return switch (flow.axes().charAt(axis)) {
      case 'D' -> lastIsOneDirection() ? axes(flow, left) : null;
      case '1' -> axes(flow, left);
      default -> null;
    };
  }

  private boolean lastIsOneDirection() {
    return !(steps.get(steps.size() - 1) instanceof Step.Bidirectional);
  }

  /** Both directions' rows are put side by side. */
  private Value reshaped(OnnxNode node, Value.Flow flow) {
    long[] shape = wholes(node, 1, "shape");
    boolean joins = flow.axes().endsWith("DF") && shape.length == flow.axes().length() - 1;
    for (int i = 0; joins && i < shape.length; i++) {
      boolean last = i == shape.length - 1;
      joins = last ? shape[i] == -1 || shape[i] == width : shape[i] == 0;
    }
    return joins ? axes(flow, flow.axes().replace("D", "")) : null;
  }

  private Value gathered(OnnxNode node, Value.Flow flow) {
    int axis = Shapes.axis(node, node.whole("axis", 0), flow.axes().length());
    RawTensor index = constants.get(node.input(1)).orElse(null);
    if (index == null || index.elements() != 1 || flow.axes().charAt(axis) != 'T') {
      return null;
    }
    if (index.longs()[0] != -1 && index.longs()[0] != steps() - 1) {
      throw node.refused("step " + index.longs()[0] + " of the sequence", "the last, or all");
    }
    String one = flow.axes().replace("T", index.shape().length == 0 ? "" : "1");
    return axes(pass(flow, new Step.LastStep()), one);
  }

  private Value sliced(OnnxNode node, Value.Flow flow) {
    Slicing slicing = slicing(node, flow.axes().length());
    if (slicing.axes().length != 1 || flow.axes().charAt(slicing.axes()[0]) != 'T') {
      return null;
    }
    if (slicing.starts()[0] != -1 || slicing.ends()[0] < Integer.MAX_VALUE) {
      throw node.refused("a part of the sequence", "its last step, or all");
    }
    return axes(pass(flow, new Step.LastStep()), flow.axes().replace('T', '1'));
  }

  private Value embedding(OnnxNode node, Value.Flow flow) {
    RawTensor table = constants.get(node.input(0)).orElse(null);
    boolean fits = table != null && table.shape().length == 2 && node.whole("axis", 0) == 0;
    if (!fits || flow.depth() != 0 || flow.axes().length() != 2) {
      return null;
    }
    width = table.shape()[1];
    inputWidth = 1;
    Step step = new Step.Embedding(table.shape()[0], width, table.weights().values());
    return axes(pass(flow, step), flow.axes() + "F");
  }

  private Value matrix(OnnxNode node, Value.Flow flow) {
    int outputs = constants.get(node.input(1)).map(t -> t.shape()[t.shape().length - 1]).orElse(0);
    return flow.axes().endsWith("F") ? dense(node, flow, outputs, false, new float[0]) : null;
  }

  private Value dense(OnnxNode node, Value.Flow flow, int outputs, boolean rows, float[] bias) {
    int[] shape = rows ? new int[] {outputs, width} : new int[] {width, outputs};
    float[] w = constants.weights(node, 1, shape);
    if (!rows) {
      float[] turned = new float[w.length];
      for (int i = 0; i < w.length; i++) {
        turned[i % outputs * width + i / outputs] = w[i];
      }
      w = turned;
    }
    width = outputs;
    return pass(flow, new Step.Dense(outputs, w, bias, ActivationFunction.of(Activation.IDENTITY)));
  }

  private Value gemm(OnnxNode node, Value.Flow flow) {
    boolean plain =
        node.real("alpha", 1) == 1 && node.real("beta", 1) == 1 && node.whole("transA", 0) == 0;
    int[] shape = constants.get(node.input(1)).map(RawTensor::shape).orElse(new int[0]);
    if (!plain || !flow.axes().equals("NF") || shape.length != 2) {
      throw node.refused(
          "alpha, beta, transA or a matrix that is not constant", "alpha 1, beta 1, transA 0");
    }
    boolean rows = node.whole("transB", 0) != 0;
    int outputs = shape[rows ? 0 : 1];
    float[] bias = node.input(2).isEmpty() ? new float[0] : constants.weights(node, 2, outputs);
    return dense(node, flow, outputs, rows, bias);
  }

  private Value bias(OnnxNode node, Value.Flow flow, int input) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last instanceof Step.Dense dense
        && dense.b().length == 0
        && dense.activation().equals(ActivationFunction.of(Activation.IDENTITY))
        && constants.get(node.input(input)).isPresent()) {
      float[] b = constants.weights(node, input, dense.outputs());
      steps.set(
          steps.size() - 1,
          new Step.Dense(
              dense.outputs(), dense.w(), b, ActivationFunction.of(Activation.IDENTITY)));
      return flow;
    }
    return null;
  }

  private Step batchNorm(OnnxNode node, Value.Flow flow) {
    if (!flow.axes().equals("NF")) {
      throw node.refused("axes " + flow.axes(), "a row for each sequence");
    }
    float[] gamma = constants.weights(node, 1, width);
    float[] beta = constants.weights(node, 2, width);
    float[] mean = constants.weights(node, 3, width);
    float[] variance = constants.weights(node, 4, width);
    return Step.Affine.batchNorm(gamma, beta, mean, variance, node.real("epsilon", 1e-5f));
  }

  private Step layerNorm(OnnxNode node, Value.Flow flow) {
    long axis = node.whole("axis", -1);
    if (!flow.axes().endsWith("F") || axis != -1 && axis != flow.axes().length() - 1) {
      throw node.refused("axis " + axis, "the last");
    }
    float[] beta = node.input(2).isEmpty() ? new float[width] : constants.weights(node, 2, width);
    return new Step.LayerNorm(constants.weights(node, 1, width), beta, node.real("epsilon", 1e-5f));
  }

  private Value activation(OnnxNode node, Value.Flow flow) {
    ActivationFunction curve =
        switch (node.op()) {
          case "Tanh" -> ActivationFunction.of(Activation.TANH);
          case "Sigmoid" -> ActivationFunction.of(Activation.SIGMOID);
          case "Relu" -> ActivationFunction.of(Activation.RELU);
          case "Softplus" -> ActivationFunction.of(Activation.SOFTPLUS);
          case "Softsign" -> ActivationFunction.of(Activation.SOFTSIGN);
          case "Exp" -> ActivationFunction.of(Activation.EXPONENTIAL);
          case "LeakyRelu" ->
              new ActivationFunction(Activation.LEAKY_RELU, node.real("alpha", 0.01f), 0);
          case "Elu" -> new ActivationFunction(Activation.ELU, node.real("alpha", 1), 0);
          case "HardSigmoid" ->
              new ActivationFunction(
                  Activation.HARD_SIGMOID, node.real("alpha", 0.2f), node.real("beta", 0.5f));
          case "Softmax" -> overRow(node, flow, Activation.SOFTMAX);
          case "LogSoftmax" -> overRow(node, flow, Activation.LOG_SOFTMAX);
          default -> null;
        };
    if (curve == null || steps.isEmpty() || !flow.axes().endsWith("F")) {
      return null;
    }
    return pass(flow, new Step.Activation(curve));
  }

  private ActivationFunction overRow(OnnxNode node, Value.Flow flow, Activation kind) {
    int rank = flow.axes().length();
    long axis = node.whole("axis", graph.opset() < 13 ? 1 : -1);
    if (axis != -1 && axis != rank - 1) {
      throw node.refused("axis " + axis, "the last");
    }
    return ActivationFunction.of(kind);
  }

  private Value followFinal(OnnxNode node, Value.Final last, Map<String, Value> values) {
    if (node.op().equals("Concat")) {
      List<Integer> cells = new ArrayList<>();
      for (String name : node.inputs()) {
        if (!(values.get(name) instanceof Value.Final next) || next.hidden() != last.hidden()) {
          return null;
        }
        cells.addAll(next.cells());
      }
      return new Value.Final(cells, last.hidden());
    }
    int newest = last.cells().get(last.cells().size() - 1);
    if (node.op().equals("Slice")) {
      return slicesNewest(node) ? new Value.Final(List.of(newest), last.hidden()) : null;
    }
    boolean takesNewest =
        switch (node.op()) {
          case "Squeeze" -> last.cells().size() == 1 && wholes(node, 1, "axes").length == 1;
          case "Gather" -> node.whole("axis", 0) == 0 && isNewest(node, last);
          default -> false;
        };
    if (!takesNewest || !last.hidden() || newest != steps.size() || !lastIsOneDirection()) {
      return null;
    }
    steps.add(new Step.LastStep());
    return new Value.Flow("NF", steps.size());
  }

  /** Older operator sets take the newest layer's state by Slice and Squeeze. */
  private boolean slicesNewest(OnnxNode node) {
    Slicing slicing = slicing(node, 3);
    return slicing.axes().length == 1
        && slicing.axes()[0] == 0
        && slicing.starts()[0] == -1
        && slicing.ends()[0] >= Integer.MAX_VALUE;
  }

  private Slicing slicing(OnnxNode node, int rank) {
    List<RawTensor> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      inputs.add(constants.get(name).orElse(null));
    }
    return Slicing.of(node, inputs, rank);
  }

  private boolean isNewest(OnnxNode node, Value.Final last) {
    long index = constants.get(node.input(1)).map(t -> t.longs()[0]).orElse(-2L);
    return index == -1 || index == last.cells().size() - 1;
  }
}
