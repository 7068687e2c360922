package io.flinklstm.models.parity;

import io.flinklstm.core.Network;
import io.flinklstm.models.ImportedModel;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.safetensors.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a recording's inputs through the network, from the recorded initial state or zeros, step by
 * step and as waves, and compares outputs and final states.
 *
 * <p>Recorded inputs are what the trained module itself takes: the model's scaling is left out.
 */
public final class Parity {

  private static final double CHAOTIC = 1e-3;

  private final ImportedModel model;
  private final Recording recording;
  private final Network network;
  private final StateLayout layout;
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Parity(ImportedModel model, Safetensors reference) {
    this.model = model;
    this.recording = new Recording(reference, model);
    this.network = model.plain().network();
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
    float[][] initial = new float[batch][];
    for (int b = 0; b < batch; b++) {
      rows[b] = recording.rows(b);
      initial[b] = initial(b);
    }
    if (batch == 0 || recording.steps() == 0) {
      throw new ModelFormatException("recording: input", "no steps", "at least one");
    }
    Run single = Run.stepByStep(network, rows, initial);
    Run waves = Run.waves(network, rows, initial);
    outputs(single);
    state("h", single);
    state("c", single);
    List<String> modes = List.of("step by step", "as waves of " + batch);
    return new ParityReport(
        batch, recording.steps(), modes, comparisons, single.sameBits(waves), notes);
  }

  private float[] initial(int sequence) {
    float[] state = network.initialState();
    layout.set(model.states(), sequence, state);
    for (String which : List.of("h", "c")) {
      recording
          .initial(which)
          .ifPresent(r -> layout.set(which, r, recording.batch(), sequence, state));
    }
    return state;
  }

  private void outputs(Run run) {
    int width = network.outputs();
    int recorded = recording.recordedSteps();
    if (recorded != recording.steps() && recorded != 1) {
      throw new ModelFormatException(
          "recording: output", recorded + " steps", "every step's or the last one's");
    }
    boolean last = recorded == 1;
    float[] found = last ? run.lastSteps(recording.batch(), width) : run.outputs();
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
    double own = exact.isPresent() && rounded.isPresent() ? apart(exact.get(), rounded.get()) : 0;
    if (own > CHAOTIC) {
      notes.add(
          "the framework's own float32 is %.1e from its float64: a chaotic model".formatted(own));
    }
    exact.ifPresent(r -> comparisons.add(Comparison.of(what, "float64", found, r, shape, own)));
    // Two roundings meet where float32 is compared with float32.
    double allowed = exact.isPresent() ? own + 1e-6 : 1e-6;
    rounded.ifPresent(
        r -> comparisons.add(Comparison.of(what, "float32", found, r, shape, allowed)));
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
