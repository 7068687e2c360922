package io.flinklstm.core;

/**
 * The rows of one wave and the memory to advance them: filled by {@link #set}, advanced by {@link
 * Network#advance}, then read row by row. Owned by one thread; made by {@link
 * Network#newWorkspace}.
 */
public final class Workspace {

  final int capacity;
  final float[][] values; // [row] the event's fields, not changed
  final long[] eventTimes;
  final float[][] recurrent; // [row] the key's h and c of all layers, advanced in place
  final double[][] running; // [row] the key's scaling and scorer numbers, advanced in place
  final float[][] inputs; // (row, features) room for scaled values
  final float[][] scaled; // [row] what the layers see: in inputs, the values as they are, or zeros
  final float[] zeros; // (features)
  final float[][] outputs; // (row, outputs) in raw units where the output is a forecast
  final float[][] expected; // (row, outputs) what was forecast for this very event
  final double[] errors;
  final double[] scores;
  final boolean[] finite;
  final float[][] savedRecurrent;
  final double[][] savedRunning;
  final TwinGuard.Scratch scratch;

  Workspace(Network network, int capacity, TwinGuard.Scratch scratch) {
    this.capacity = capacity;
    this.values = new float[capacity][];
    this.eventTimes = new long[capacity];
    this.recurrent = new float[capacity][];
    this.running = new double[capacity][];
    this.inputs = new float[capacity][network.features()];
    this.scaled = new float[capacity][];
    this.zeros = new float[network.features()];
    this.outputs = new float[capacity][network.outputs()];
    this.expected = new float[capacity][network.outputs()];
    this.errors = new double[capacity];
    this.scores = new double[capacity];
    this.finite = new boolean[capacity];
    this.savedRecurrent = new float[capacity][network.recurrentFloats()];
    this.savedRunning = new double[capacity][network.runningNumbers()];
    this.scratch = scratch;
  }

  /** How many rows fit. */
  public int capacity() {
    return capacity;
  }

  /**
   * Puts one key's event into a row. The arrays are used, not copied.
   *
   * @param values {@link Network#fields} raw values
   * @param recurrent {@link Network#recurrentFloats} floats; advanced in place
   * @param running {@link Network#runningNumbers} numbers; advanced in place
   */
  public void set(int row, long eventTime, float[] values, float[] recurrent, double[] running) {
    this.eventTimes[row] = eventTime;
    this.values[row] = values;
    this.recurrent[row] = recurrent;
    this.running[row] = running;
  }

  /**
   * Whether the row's step was finite. Where it was not, the key's arrays are as they were before
   * and the row has no results.
   */
  public boolean isFinite(int row) {
    return finite[row];
  }

  /** The row's outputs; overwritten by the next {@code advance}. */
  public float[] outputs(int row) {
    return outputs[row];
  }

  /** What the step before had forecast for this event, in raw units; NaN where there was none. */
  public float[] expected(int row) {
    return expected[row];
  }

  /** Mean absolute error of that forecast in scaled units; 0 where there was none. */
  public double error(int row) {
    return errors[row];
  }

  /** The anomaly score, 0 to 1; NaN for a model without a scorer. */
  public double score(int row) {
    return scores[row];
  }

  void saveRunning(int row) {
    System.arraycopy(running[row], 0, savedRunning[row], 0, savedRunning[row].length);
  }

  void saveRecurrent(int row) {
    System.arraycopy(recurrent[row], 0, savedRecurrent[row], 0, savedRecurrent[row].length);
  }

  void restore(int row) {
    System.arraycopy(savedRunning[row], 0, running[row], 0, savedRunning[row].length);
    System.arraycopy(savedRecurrent[row], 0, recurrent[row], 0, savedRecurrent[row].length);
  }
}
