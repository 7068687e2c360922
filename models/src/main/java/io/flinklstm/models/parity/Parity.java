package io.flinklstm.models.parity;

import io.flinklstm.core.Network;
import io.flinklstm.core.WindowNetwork;
import io.flinklstm.models.ImportedModel;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.safetensors.Safetensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs a recording's inputs through the network and compares outputs and final states: step by step
 * and as waves, from the recorded initial state or zeros; as windows where the network needs them.
 *
 * <p>Recorded inputs are what the trained module itself takes: the model's scaling is left out.
 */
public final class Parity {

  private static final double CHAOTIC = 1e-3;
  private static final List<String> STATES = List.of("h", "c");

  private final ImportedModel model;
  private final Recording recording;
  private final StateLayout layout;
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Parity(ImportedModel model, Safetensors reference) {
    this.model = model;
    this.recording = new Recording(reference, model);
    this.layout = new StateLayout(model.bundle().description().layers());
  }

  /**
   * Compares a model with what was recorded of it.
   *
   * @throws ModelFormatException where the recording does not fit the model
   */
  public static ParityReport of(ImportedModel model, Safetensors reference) {
    return new Parity(model, reference).report();
  }

  private ParityReport report() {
    int batch = recording.batch();
    float[][][] rows = new float[batch][][];
    Arrays.setAll(rows, recording::rows);
    if (batch == 0 || recording.steps() == 0) {
      throw new ModelFormatException("recording: input", "no steps", "at least one");
    }
    List<Run> runs = model.needsWindow() ? windows(rows) : steps(rows);
    Run run = runs.get(0);
    outputs(run);
    state("h", run);
    state("c", run);
    List<String> modes =
        model.needsWindow()
            ? List.of("as windows one by one", batch + " side by side")
            : List.of("step by step", "as waves of " + batch);
    return new ParityReport(
        batch, recording.steps(), modes, comparisons, run.sameBits(runs.get(1)), notes);
  }

  private List<Run> steps(float[][][] rows) {
    Network network = model.plain().network();
    float[][] initial = new float[rows.length][];
    for (int b = 0; b < rows.length; b++) {
      initial[b] = initial(network, b);
    }
    return List.of(Run.stepByStep(network, rows, initial), Run.waves(network, rows, initial));
  }

  private List<Run> windows(float[][][] rows) {
    boolean given =
        !model.states().isEmpty()
            || STATES.stream()
                .flatMap(which -> recording.initial(which).stream())
                .anyMatch(state -> Arrays.stream(state).anyMatch(value -> value != 0));
    if (given) {
      throw new ModelFormatException(
          "recording: initial state",
          "one that differs by sequence or is not 0",
          "zeros: every window begins with the state that the model itself has");
    }
    WindowNetwork network = model.plain().windowNetwork();
    return List.of(Run.oneByOne(network, rows), Run.sideBySide(network, rows));
  }

  private float[] initial(Network network, int sequence) {
    float[] state = network.initialState();
    layout.set(model.states(), sequence, state);
    for (String which : STATES) {
      recording
          .initial(which)
          .ifPresent(r -> layout.set(which, r, recording.batch(), sequence, state));
    }
    return state;
  }

  private void outputs(Run run) {
    int width = model.bundle().description().outputs().size();
    int recorded = recording.recordedSteps();
    if (recorded != run.steps() && recorded != 1) {
      throw new ModelFormatException(
          "recording: output", recorded + " steps", run.steps() + " or the last one's");
    }
    boolean last = recorded == 1;
    float[] found = (last ? run.last() : run).flat(width);
    String what = last ? "last output" : "outputs";
    int[] shape = {last ? 0 : recorded, width};
    compare(what, found, recording.output(true), recording.output(false), shape);
  }

  private void state(String which, Run run) {
    if (recording.last(which, false).isPresent() || recording.last(which, true).isPresent()) {
      float[] found = layout.get(which, run.states());
      Optional<double[]> exact = recording.last(which, true);
      compare(
          "final " + which,
          found,
          exact,
          recording.last(which, false),
          new int[] {0, found.length});
    }
  }

  private void compare(
      String what,
      float[] found,
      Optional<double[]> exact,
      Optional<double[]> rounded,
      int[] shape) {
    exact.ifPresent(r -> requireLength(what, r, found));
    rounded.ifPresent(r -> requireLength(what, r, found));
    if (exact.isEmpty()) {
      rounded.ifPresent(
          r -> add(Comparison.of(what, "float32", found, r, shape, Tolerance.rounded(r))));
      return;
    }
    double own = rounded.map(r -> apart(exact.get(), r)).orElse(0.0);
    if (own > CHAOTIC) {
      notes.add(
          "the framework's own float32 is %.1e from its float64: a chaotic model".formatted(own));
    }
    double tolerance = Tolerance.exact(exact.get(), own);
    add(Comparison.of(what, "float64", found, exact.get(), shape, tolerance));
    rounded.ifPresent(r -> add(Comparison.of(what, "float32", found, r, shape, tolerance + own)));
  }

  private void add(Comparison comparison) {
    comparisons.add(comparison);
  }

  private static void requireLength(String what, double[] recorded, float[] found) {
    if (recorded.length != found.length) {
      throw new ModelFormatException(
          "recording: " + what, recorded.length + " values", "" + found.length);
    }
  }

  private static double apart(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
