package io.flinklstm.core;

import io.flinklstm.core.cell.Stack;
import io.flinklstm.core.feature.FeatureScaling;
import io.flinklstm.core.kernel.KernelChoice;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.ScalarKernels;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A trained network with what surrounds it: feature scaling before, forecast and score after.
 * Immutable and shared by threads; each thread brings its own {@link Workspace}.
 */
public final class Network {

  private final ModelDescription description;
  private final long fingerprint;
  private final FeatureScaling scaling;
  private final TwinGuard guard;
  private final int recurrentFloats;
  private final int outputOffset;
  private final Forecast forecast;
  private final int[] featureOfField;
  private final boolean bounded; // no step can leave float32's range, so none needs undoing
  private final float largestInput;

  /**
   * System property: one wave in so many is computed twice and compared, see {@code
   * docs/numerics.md}; 0 for none.
   */
  public static final String CHECK_EVERY_PROPERTY = "flinklstm.kernels.check-every";

  static final int CHECK_EVERY = 65_536;

  private Network(ModelDescription description, long fingerprint, Stack stack, TwinGuard guard) {
    this.description = description;
    this.fingerprint = fingerprint;
    this.scaling = new FeatureScaling(description.features());
    this.guard = guard;
    this.recurrentFloats = stack.stateFloats();
    this.outputOffset = stack.outputOffset();
    this.forecast = new Forecast(description, scaling);
    this.featureOfField =
        IntStream.range(0, description.features().size())
            .filter(i -> description.features().get(i).source() instanceof Feature.Source.Field)
            .toArray();
    float safe = safeInput(stack);
    this.bounded = safe > 0;
    this.largestInput = bounded ? safe : Float.MAX_VALUE;
  }

  /** An input magnitude up to which every step stays finite, or 0 where there is none. */
  private static float safeInput(Stack stack) {
    return (float)
        DoubleStream.of(1e30, 1e20, 1e10, 1e6).filter(stack::staysFinite).findFirst().orElse(0);
  }

  /**
   * Builds a network on the fastest kernels that work in this JVM.
   *
   * @param tensors the weights by name
   * @param fingerprint identifies the model file, see {@code docs/model-format.md}
   * @throws IllegalArgumentException where a tensor is missing or does not fit, naming it
   */
  public static Network of(
      ModelDescription description, Map<String, Tensor> tensors, long fingerprint) {
    return of(description, tensors, fingerprint, KernelChoice.ofThisJvm().kernels());
  }

  /** Builds a network on the given kernels; the numbers are the same on all. */
  public static Network of(
      ModelDescription description,
      Map<String, Tensor> tensors,
      long fingerprint,
      Kernels kernels) {
    int every = Integer.getInteger(CHECK_EVERY_PROPERTY, CHECK_EVERY);
    return of(description, tensors, fingerprint, kernels, every);
  }

  static Network of(
      ModelDescription description,
      Map<String, Tensor> tensors,
      long fingerprint,
      Kernels kernels,
      int checkEvery) {
    try {
      Stack stack = Stack.of(kernels, description, tensors);
      Stack specification =
          kernels instanceof ScalarKernels
              ? stack
              : Stack.of(new ScalarKernels(), description, tensors);
      TwinGuard guard = new TwinGuard(stack, specification, checkEvery);
      guard.trial(description.features().size());
      return new Network(description, fingerprint, stack, guard);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("model " + description.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The same network with its layers left out: a step leaves the state as it is and gives out what
   * the last layer holds. For measuring what surrounds the layers.
   */
  public Network withoutLayers() {
    Stack still = guard.inUse().still();
    return new Network(description, fingerprint, still, new TwinGuard(still, still, 0));
  }

  public ModelDescription description() {
    return description;
  }

  /** Identifies the model file: the first eight bytes of its SHA-256, big-endian. */
  public long fingerprint() {
    return fingerprint;
  }

  /** Values an event must carry. */
  public int fields() {
    return description.fields();
  }

  /** Width of the network's input row. */
  public int features() {
    return description.features().size();
  }

  /** Width of an output row. */
  public int outputs() {
    return description.outputs().size();
  }

  /** Floats of hidden and cell state per key: for each layer h, then c. */
  public int recurrentFloats() {
    return recurrentFloats;
  }

  /** Numbers per key that scaling and scorer keep. */
  public int runningNumbers() {
    return forecast.runningNumbers();
  }

  /** Name of the kernels in use; changes to the scalar ones' after a mismatch. */
  public String kernels() {
    return guard.inUse().kernels().name();
  }

  /** How often the fast kernels gave other bits than the scalar ones: 0, or 1 and no more. */
  public long kernelMismatches() {
    return guard.mismatches();
  }

  /** A new key's hidden and cell state: the model's initial one, or zeros. */
  public float[] initialState() {
    float[] state = new float[recurrentFloats];
    guard.inUse().initialize(state);
    return state;
  }

  /**
   * Begins a new sequence of a key: hidden and cell state are the initial ones again, no forecast
   * is pending, no time has elapsed. What the key's scaling and scorer have learned stays.
   *
   * @param recurrent the key's {@link #recurrentFloats}, overwritten
   * @param running the key's {@link #runningNumbers}, changed in place
   */
  public void restart(float[] recurrent, double[] running) {
    Arrays.fill(recurrent, 0);
    guard.inUse().initialize(recurrent);
    scaling.restart(running);
    forecast.withdraw(running);
  }

  /**
   * What the key's last step forecast for the next value of a field, in raw units; NaN where it
   * forecast none.
   *
   * @param field index into an event's values
   */
  public float forecastOf(int field, double[] running) {
    return forecast.next(featureOfField[field], running);
  }

  /** Makes what one thread needs to advance up to {@code maxRows} keys at a time. */
  public Workspace newWorkspace(int maxRows) {
    return new Workspace(this, maxRows, guard.newScratch(maxRows));
  }

  /**
   * Advances the keys in rows {@code 0 .. rows-1} by one timestep each: judges what arrived against
   * what was forecast, scales it, runs the layers, and remembers the next forecast. A row's result
   * depends on its own event and state alone, to the bit. Cannot fail; a step that would not be
   * finite leaves its key unchanged.
   */
  public void advance(Workspace w, int rows) {
    for (int r = 0; r < rows; r++) {
      admit(w, r);
    }
    float[][] last = guard.advance(w.scaled, w.recurrent, w.scratch, rows);
    for (int r = 0; r < rows; r++) {
      complete(w, r, last[r]);
    }
  }

  /** Judges and scales an event. One that is not finite runs as zeros, to be undone later. */
  private void admit(Workspace w, int row) {
    w.saveRunning(row);
    forecast.judge(w, row);
    w.scaled[row] = scaling.apply(w.values[row], w.eventTimes[row], w.running[row], w.inputs[row]);
    w.finite[row] = within(largestInput, w.scaled[row]);
    if (!w.finite[row]) {
      w.scaled[row] = w.zeros;
    }
    if (!bounded || !w.finite[row]) {
      w.saveRecurrent(row);
    }
  }

  private void complete(Workspace w, int row, float[] last) {
    if (w.finite[row]) {
      float[] outputs = w.outputs[row];
      System.arraycopy(last, outputOffset, outputs, 0, outputs.length);
      w.finite[row] =
          bounded
              || (within(Float.MAX_VALUE, outputs) && within(Float.MAX_VALUE, w.recurrent[row]));
    }
    if (w.finite[row]) {
      forecast.remember(w, row);
    } else {
      w.restore(row);
    }
  }

  /** Whether all values are numbers of at most such a magnitude. */
  private static boolean within(float limit, float[] values) {
    boolean all = true;
    for (float v : values) {
      all &= Math.abs(v) <= limit;
    }
    return all;
  }
}
