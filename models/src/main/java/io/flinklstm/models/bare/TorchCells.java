package io.flinklstm.models.bare;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.draft.Cell;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.ModelFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One of PyTorch's recurrent modules: all layers and directions under a prefix. */
final class TorchCells {

  private final NamedArrays arrays;
  private final String prefix;
  private final String nonlinearity; // null where it is not said
  private final boolean isCell; // nn.LSTMCell and the like: no layer in the names
  private final Cell.Kind kind;
  private final int hidden;

  TorchCells(NamedArrays arrays, String prefix, String nonlinearity) {
    this.arrays = arrays;
    this.prefix = prefix;
    this.nonlinearity = nonlinearity;
    this.isCell = arrays.has(prefix + "weight_ih");
    String at = isCell ? "" : "_l0";
    int[] w = matrix("weight_ih" + at);
    int[] u = matrix("weight_hh" + at);
    boolean projected = arrays.has(prefix + "weight_hr" + at);
    this.kind = projected ? Cell.Kind.LSTM : kind(u);
    this.hidden = w[0] / kind.blocks();
    if (hidden < 1 || w[0] != kind.blocks() * hidden) {
      throw new ModelFormatException(
          "tensor " + prefix + "weight_ih" + at, Arrays.toString(w), "rows in blocks of H");
    }
  }

  private int[] matrix(String name) {
    int[] shape = arrays.shape(prefix + name);
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
      throw new ModelFormatException(
          "tensor " + prefix + name, "shape " + Arrays.toString(shape), "a matrix");
    }
    return shape;
  }

  private Cell.Kind kind(int[] u) {
    for (Cell.Kind each : List.of(Cell.Kind.LSTM, Cell.Kind.GRU_AFTER, Cell.Kind.RNN)) {
      if (u[0] == (long) each.blocks() * u[1]) {
        return each;
      }
    }
    throw new ModelFormatException(
        "tensor " + prefix + "weight_hh",
        "shape " + Arrays.toString(u),
        "4, 3 or 1 times as many rows as columns: LSTM, GRU or RNN");
  }

  int input() {
    return arrays.shape(prefix + "weight_ih" + (isCell ? "" : "_l0"))[1];
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    int width = input();
    for (int k = 0; k == 0 || arrays.has(prefix + "weight_ih_l" + k); k++) {
      String at = isCell ? "" : "_l" + k;
      Cell forward = cell(at, width);
      Step step =
          arrays.has(prefix + "weight_ih" + at + "_reverse")
              ? new Step.Bidirectional(forward, cell(at + "_reverse", width), Step.Merge.CONCAT)
              : new Step.Recurrent(forward, false);
      steps.add(step);
      width = step.output(width);
    }
    return steps;
  }

  private Cell cell(String at, int width) {
    int rows = kind.blocks() * hidden;
    boolean projected = arrays.has(prefix + "weight_hr" + at);
    int r = projected ? matrix("weight_hr" + at)[0] : hidden;
    Cell.Extras extras = extras();
    if (projected) {
      float[] p = arrays.take(prefix + "weight_hr" + at, r, hidden);
      extras = extras.projected(p, Float.POSITIVE_INFINITY);
    }
    return new Cell(
        kind,
        width,
        hidden,
        arrays.take(prefix + "weight_ih" + at, rows, width),
        arrays.take(prefix + "weight_hh" + at, rows, r),
        arrays.takeIfAny(prefix + "bias_ih" + at, rows),
        arrays.takeIfAny(prefix + "bias_hh" + at, rows),
        extras);
  }

  private Cell.Extras extras() {
    if (kind != Cell.Kind.RNN) {
      return Cell.Extras.standard();
    }
    if (nonlinearity == null || !List.of("tanh", "relu").contains(nonlinearity)) {
      throw BareOptions.ask(
          "weights: RNN " + prefix,
          nonlinearity == null ? "nothing that tells tanh from relu" : nonlinearity,
          "nonlinearity",
          "tanh\" or \"nonlinearity: relu");
    }
    ActivationFunction curve =
        nonlinearity.equals("tanh")
            ? ActivationFunction.of(Activation.TANH)
            : ActivationFunction.of(Activation.RELU);
    return Cell.Extras.of(
        ActivationFunction.of(Activation.SIGMOID), curve, ActivationFunction.of(Activation.TANH));
  }
}
