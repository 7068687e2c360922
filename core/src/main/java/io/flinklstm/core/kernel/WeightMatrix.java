package io.flinklstm.core.kernel;

/**
 * The weights of one product {@code z = b + W x + U h}, in the order in which kernels read them.
 *
 * <p>The rows of W and U belong to G gates of H units each. They are dealt into vectors of {@code
 * lanes} units of one gate; the vectors of a block of units stand side by side, so that a cell
 * finds its gates together: vector {@code (unit / lanes) * G + gate}. Four vectors make a panel;
 * what is left over stands alone. Each panel or lone vector is stored as {@code
 * [bias][k][vector][lane]}, k over inputs, then hidden. Lanes past the last unit are zero.
 */
public final class WeightMatrix {

  static final int PANEL = 4;

  final int lanes;
  final int gates;
  final int inputs; // width of x; 0 where only h is multiplied
  final int hidden; // width of h; 0 where only x is multiplied
  final int panels;
  final int loneVectors;
  final float[] weights; // first panel at Slab.START

  private WeightMatrix(int lanes, int gates, int units, int inputs, int hidden) {
    this.lanes = lanes;
    this.gates = gates;
    this.inputs = inputs;
    this.hidden = hidden;
    int vectors = (units + lanes - 1) / lanes * gates;
    boolean nearlyFull = vectors % PANEL == PANEL - 1;
    this.panels = vectors / PANEL + (nearlyFull ? 1 : 0);
    this.loneVectors = nearlyFull ? 0 : vectors % PANEL;
    this.weights = Slab.allocate(stride() * (1 + inputs + hidden));
  }

  /**
   * Packs row-major weights.
   *
   * @param w (gates * units, inputs); empty when there are no inputs
   * @param u (gates * units, hidden); empty when nothing hidden is multiplied
   * @param bias (gates * units)
   * @param scale per gate: a power of two, or its negative, by which the product comes out; so the
   *     scaling is exact
   */
  public static WeightMatrix pack(
      int lanes, int units, float[] w, float[] u, float[] bias, float... scale) {
    int rows = scale.length * units;
    WeightMatrix m = new WeightMatrix(lanes, scale.length, units, w.length / rows, u.length / rows);
    for (int gate = 0; gate < scale.length; gate++) {
      for (int unit = 0; unit < units; unit++) {
        m.put(m.position(gate, unit), gate * units + unit, w, u, bias, scale[gate]);
      }
    }
    return m;
  }

  private void put(int position, int row, float[] w, float[] u, float[] bias, float scale) {
    int vector = position / lanes;
    boolean lone = vector >= panels * PANEL;
    int step = (lone ? 1 : PANEL) * lanes;
    int at = lone ? loneAt(vector - panels * PANEL) : panelAt(vector / PANEL);
    at += (lone ? 0 : vector % PANEL * lanes) + position % lanes;
    weights[at] = scale * bias[row];
    for (int k = 0; k < inputs; k++) {
      weights[at += step] = scale * w[row * inputs + k];
    }
    for (int k = 0; k < hidden; k++) {
      weights[at += step] = scale * u[row * hidden + k];
    }
  }

  /** Where in a row of the product a unit's gate is found. */
  public int position(int gate, int unit) {
    return (unit / lanes * gates + gate) * lanes + unit % lanes;
  }

  /** Floats of one row of the product. */
  public int stride() {
    return (panels * PANEL + loneVectors) * lanes;
  }

  int panelFloats() {
    return PANEL * lanes * (1 + inputs + hidden);
  }

  int panelAt(int panel) {
    return Slab.START + panel * panelFloats();
  }

  int loneAt(int vector) {
    return panelAt(panels) + vector * lanes * (1 + inputs + hidden);
  }
}
