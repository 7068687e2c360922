package io.flinklstm.models.onnx;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.draft.Cell;
import io.flinklstm.models.draft.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An RNN, GRU or LSTM node as a layer: its blocks brought to the canonical order. */
final class RecurrentNode {

  private static final int[] LSTM_BLOCKS = {0, 2, 3, 1}; // from i, o, f, g
  private static final int[] GRU_BLOCKS = {1, 0, 2}; // from z, r, n
  private static final int[] RNN_BLOCKS = {0};
  private static final int[] PEEPHOLES = {0, 2, 1}; // from i, o, f

  private final OnnxNode node;
  private final Folding constants;
  private final Cell.Kind kind;
  private final int[] order;
  private final int directions;
  private final int hidden;
  private final int input;
  private final List<ActivationFunction> curves;

  RecurrentNode(OnnxNode node, Folding constants, boolean resetAfter) {
    this.node = node;
    this.constants = constants;
    this.kind = kind(node, resetAfter);
    this.order =
        switch (kind) {
          case LSTM -> LSTM_BLOCKS;
          case RNN -> RNN_BLOCKS;
          case GRU_AFTER, GRU_BEFORE -> GRU_BLOCKS;
        };
    int[] shape = constants.get(node.input(1)).map(t -> t.shape()).orElse(new int[0]);
    if (shape.length != 3 || shape[0] < 1 || shape[0] > 2 || shape[1] % order.length != 0) {
      throw node.refused(
          "W " + node.input(1) + " of " + shape.length + " dimensions",
          "a constant (d, blocks H, I)");
    }
    this.directions = shape[0];
    this.hidden = shape[1] / order.length;
    this.input = shape[2];
    long declared = node.whole("hidden_size", hidden);
    if (declared != hidden) {
      throw node.refused("hidden_size " + declared, "" + hidden + ", as the weights have");
    }
    this.curves = new Activations(node, directions, defaults()).curves();
  }

  private static Cell.Kind kind(OnnxNode node, boolean resetAfter) {
    return switch (node.op()) {
      case "LSTM" -> Cell.Kind.LSTM;
      case "GRU" ->
          node.whole("linear_before_reset", 0) != 0 || resetAfter
              ? Cell.Kind.GRU_AFTER
              : Cell.Kind.GRU_BEFORE;
      default -> Cell.Kind.RNN;
    };
  }

  private List<String> defaults() {
    return switch (kind) {
      case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
      case RNN -> List.of("Tanh");
      case GRU_AFTER, GRU_BEFORE -> List.of("Sigmoid", "Tanh");
    };
  }

  int directions() {
    return directions;
  }

  int input() {
    return input;
  }

  int hidden() {
    return hidden;
  }

  Step step() {
    String direction = node.text("direction", "forward").toLowerCase(Locale.ROOT);
    if (!List.of("forward", "reverse", "bidirectional").contains(direction)
        || (directions == 2) != direction.equals("bidirectional")) {
      throw node.refused(
          "direction " + direction + " with " + directions + " in W", "one that fits the weights");
    }
    return directions == 2
        ? new Step.Bidirectional(cell(0), cell(1), Step.Merge.CONCAT)
        : new Step.Recurrent(cell(0), direction.equals("reverse"));
  }

  private Cell cell(int direction) {
    int rows = order.length * hidden;
    float[] b = node.input(3).isEmpty() ? new float[0] : weights(3, direction, 2 * rows, 1);
    return new Cell(
        kind,
        input,
        hidden,
        blocks(weights(1, direction, rows, input), 0, order, input),
        blocks(weights(2, direction, rows, hidden), 0, order, hidden),
        b.length == 0 ? b : blocks(b, 0, order, 1),
        b.length == 0 ? b : blocks(b, rows, order, 1),
        extras(direction));
  }

  /**
   * One direction's part of an input of shape (directions, rows, columns) or (directions, rows).
   */
  private float[] weights(int which, int direction, int rows, int columns) {
    int[] shape = which < 3 ? new int[] {directions, rows, columns} : new int[] {directions, rows};
    float[] all = constants.weights(node, which, shape);
    int length = rows * columns;
    float[] part = new float[length];
    System.arraycopy(all, direction * length, part, 0, length);
    return part;
  }

  private float[] blocks(float[] from, int offset, int[] blocks, int columns) {
    int length = hidden * columns;
    float[] to = new float[blocks.length * length];
    for (int i = 0; i < blocks.length; i++) {
      System.arraycopy(from, offset + blocks[i] * length, to, i * length, length);
    }
    return to;
  }

  private Cell.Extras extras(int direction) {
    int count = curves.size() / directions;
    List<ActivationFunction> own = curves.subList(direction * count, (direction + 1) * count);
    Cell.Extras extras =
        switch (kind) {
          case LSTM -> Cell.Extras.of(own.get(0), own.get(1), own.get(2));
          case RNN ->
              Cell.Extras.of(
                  ActivationFunction.of(Activation.SIGMOID),
                  own.get(0),
                  ActivationFunction.of(Activation.TANH));
          case GRU_AFTER, GRU_BEFORE ->
              Cell.Extras.of(own.get(0), own.get(1), ActivationFunction.of(Activation.TANH));
        };
    boolean coupled = kind == Cell.Kind.LSTM && node.whole("input_forget", 0) != 0;
    float clip = node.real("clip", Float.POSITIVE_INFINITY);
    extras = extras.gated(clip, coupled);
    if (kind == Cell.Kind.LSTM && !node.input(7).isEmpty()) {
      float[] peepholes = weights(7, direction, 3 * hidden, 1);
      return extras.peeping(blocks(peepholes, 0, PEEPHOLES, 1), Float.POSITIVE_INFINITY);
    }
    return extras;
  }

  /** The rows of a constant initial state of this node, one per sequence of the batch. */
  float[][] initial(int which) {
    int[] shape = constants.get(node.input(which)).orElseThrow().shape();
    boolean batchFirst = node.whole("layout", 0) == 1;
    int batch = shape.length == 3 ? shape[batchFirst ? 0 : 1] : -1;
    int[] expected =
        batchFirst ? new int[] {batch, directions, hidden} : new int[] {directions, batch, hidden};
    float[] values = constants.weights(node, which, expected);
    if (directions != 1) {
      throw node.refused("an initial state of two directions", "none or zeros");
    }
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < batch; row++) {
      float[] copy = new float[hidden];
      System.arraycopy(values, row * hidden, copy, 0, hidden);
      rows.add(copy);
    }
    return rows.toArray(float[][]::new);
  }
}
