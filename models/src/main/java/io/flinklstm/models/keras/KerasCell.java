package io.flinklstm.models.keras;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.draft.Cell;
import io.flinklstm.models.format.ModelFormatException;
import java.util.List;

/**
 * A recurrent layer's arrays in canonical form: transposed, and a GRU's first two blocks swapped.
 */
final class KerasCell {

  private final KerasLayer layer;
  private final KerasActivations activations;
  private final List<KerasArray> arrays;
  private final int units;

  KerasCell(KerasLayer layer, KerasActivations activations, List<KerasArray> arrays) {
    this.layer = layer;
    this.activations = activations;
    this.arrays = arrays;
    this.units = layer.config().whole("units", 1);
    refuseHalf(layer);
  }

  private static void refuseHalf(KerasLayer layer) {
    String policy = layer.config().has("dtype") ? layer.config().node("dtype").toString() : "";
    if (policy.contains("float16")) {
      throw layer.refused("the dtype policy " + policy, "float32: the model computes in float16");
    }
  }

  /** How many arrays a recurrent layer of this configuration has. */
  static int arrays(KerasLayer layer) {
    boolean always = layer.type().startsWith("CuDNN");
    return always || layer.config().flag("use_bias") ? 3 : 2;
  }

  Cell cell() {
    if (arrays.size() < arrays(layer)) {
      throw layer.refused(arrays.size() + " arrays", "" + arrays(layer));
    }
    return switch (layer.type()) {
      case "SimpleRNN", "SimpleRNNCell" -> cell(Cell.Kind.RNN);
      case "LSTM", "LSTMCell" -> cell(Cell.Kind.LSTM);
      case "GRU", "GRUCell" ->
          cell(
              layer.config().flag("reset_after", false)
                  ? Cell.Kind.GRU_AFTER
                  : Cell.Kind.GRU_BEFORE);
      case "CuDNNLSTM" -> cudnn(Cell.Kind.LSTM);
      case "CuDNNGRU" -> cudnn(Cell.Kind.GRU_AFTER);
      default -> throw unknown();
    };
  }

  private ModelFormatException unknown() {
    return layer.refused("a cell this importer does not know", "SimpleRNN, LSTM or GRU");
  }

  private Cell cell(Cell.Kind kind) {
    int rows = kind.blocks() * units;
    KerasArray kernel = arrays.get(0);
    int inputs = kernel.rows();
    float[] w = kernel.expect(inputs, rows).transposed();
    float[] u = arrays.get(1).expect(units, rows).transposed();
    float[] none = new float[0];
    float[] bw = none;
    float[] bu = none;
    if (layer.config().flag("use_bias")) {
      KerasArray bias = arrays.get(2);
      boolean two = kind == Cell.Kind.GRU_AFTER;
      float[] all = (two ? bias.expect(2, rows) : bias.expect(rows)).values();
      bw = part(all, 0, rows);
      bu = two ? part(all, rows, rows) : none;
    }
    return canonical(kind, inputs, new float[][] {w, u, bw, bu}, extras(kind));
  }

  private static float[] part(float[] all, int from, int length) {
    float[] part = new float[length];
    System.arraycopy(all, from, part, 0, length);
    return part;
  }

  private Cell.Extras extras(Cell.Kind kind) {
    ActivationFunction activation = activations.of(layer, "activation");
    ActivationFunction gate =
        kind == Cell.Kind.RNN
            ? ActivationFunction.of(Activation.SIGMOID)
            : activations.of(layer, "recurrent_activation");
    return Cell.Extras.of(
        gate,
        activation,
        kind == Cell.Kind.LSTM ? activation : ActivationFunction.of(Activation.TANH));
  }

  /** The GPU layers store each block as PyTorch does, under Keras' shapes, and two biases. */
  private Cell cudnn(Cell.Kind kind) {
    int rows = kind.blocks() * units;
    KerasArray kernel = arrays.get(0);
    int inputs = kernel.rows();
    float[] bias = arrays.get(2).expect(2 * rows).values();
    float[] w = blocks(kernel.expect(inputs, rows), inputs, kind.blocks());
    float[] u = blocks(arrays.get(1).expect(units, rows), units, kind.blocks());
    float[][] parts = {w, u, part(bias, 0, rows), part(bias, rows, rows)};
    return canonical(kind, inputs, parts, Cell.Extras.standard());
  }

  /** Each block of columns, row after row, is the canonical block. */
  private float[] blocks(KerasArray array, int rows, int count) {
    float[] all = array.values();
    float[] out = new float[all.length];
    int columns = count * units;
    for (int block = 0; block < count; block++) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            all, row * columns + block * units, out, (block * rows + row) * units, units);
      }
    }
    return out;
  }

  private Cell canonical(Cell.Kind kind, int inputs, float[][] parts, Cell.Extras extras) {
    if (kind == Cell.Kind.GRU_AFTER || kind == Cell.Kind.GRU_BEFORE) {
      for (float[] part : parts) {
        swapFirstTwoBlocks(part);
      }
    }
    return new Cell(kind, inputs, units, parts[0], parts[1], parts[2], parts[3], extras);
  }

  private static void swapFirstTwoBlocks(float[] blocks) {
    int length = blocks.length / 3;
    for (int i = 0; i < length; i++) {
      float first = blocks[i];
      blocks[i] = blocks[length + i];
      blocks[length + i] = first;
    }
  }
}
