package io.flinklstm.benchmarks;

/**
 * What one table cell measures.
 *
 * @param cell {@code LSTM} or {@code GRU}
 * @param layers of the stack
 * @param inputs width of an event
 * @param hidden units H
 * @param keys rows advanced together
 */
public record Shape(String cell, int layers, int inputs, int hidden, int keys) {

  /** Gates of the cell. */
  public int gates() {
    return cell.equals("LSTM") ? 4 : 3;
  }

  /** Floating-point operations of the matrix products, per key and step. */
  public double operations() {
    double first = inputs + hidden;
    return 2.0 * gates() * hidden * (first + (layers - 1) * 2.0 * hidden);
  }

  /** Width of layer k's input. */
  public int width(int k) {
    return k == 0 ? inputs : hidden;
  }
}
