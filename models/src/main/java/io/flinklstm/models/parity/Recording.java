package io.flinklstm.models.parity;

import io.flinklstm.models.ImportedModel;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.safetensors.Safetensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Inputs and results recorded with the framework, told apart by their names; {@code NAME_f64} is
 * the float64 result beside the float32 {@code NAME}.
 */
final class Recording {

  private static final List<String> INPUTS = List.of("input", "X", "x");
  private static final List<String> OUTPUTS = List.of("output", "Y", "y");
  private static final List<String> FINAL_H = List.of("hn", "Y_h");
  private static final List<String> FINAL_C = List.of("cn", "Y_c");

  private final Safetensors file;
  private final int features;
  private final int outputs;
  private final RawTensor input;
  private final boolean batchFirst;
  private final int batch;
  private final int steps;
  private final List<Integer> lengths;

  Recording(Safetensors file, ImportedModel model) {
    this.file = file;
    this.features = model.bundle().description().features().size();
    this.outputs = model.bundle().description().outputs().size();
    this.input = find(INPUTS).orElseThrow(() -> missing(INPUTS));
    int[] shape = input.shape();
    boolean ids = shape.length == 2 && features == 1;
    if (!ids && (shape.length != 3 || shape[2] != features)) {
      throw new ModelFormatException(
          "recording: " + input.name(),
          "shape " + Arrays.toString(shape),
          "sequences of rows of " + features);
    }
    this.batchFirst =
        model.batchFirst().or(this::said).or(this::inferred).orElseThrow(this::unknown);
    this.batch = shape[batchFirst ? 0 : 1];
    this.steps = shape[batchFirst ? 1 : 0];
    this.lengths = model.lengths().isEmpty() ? Collections.nCopies(batch, steps) : model.lengths();
    if (lengths.size() != batch || lengths.stream().anyMatch(length -> length > steps)) {
      throw new ModelFormatException(
          "recording: " + input.name(),
          batch + " sequences of " + steps + " steps",
          "sequences of the model's lengths " + lengths);
    }
  }

  private Optional<RawTensor> find(List<String> names) {
    return names.stream().map(file.tensors()::get).filter(t -> t != null).findFirst();
  }

  private ModelFormatException missing(List<String> names) {
    return new ModelFormatException(
        "recording", "tensors " + file.tensors().keySet(), "one of " + names);
  }

  private ModelFormatException unknown() {
    return new ModelFormatException(
        "recording: " + input.name(),
        "shape " + Arrays.toString(input.shape()) + ", in which sequences and steps look alike",
        "the description to say \"batch-first: true\" or \"batch-first: false\"");
  }

  private Optional<Boolean> said() {
    return Optional.ofNullable(file.metadata().get("batch_first")).map(Boolean::parseBoolean);
  }

  /** A state tells how many sequences there are, and so which axis is theirs. */
  private Optional<Boolean> inferred() {
    int sequences = -1;
    for (String name : List.of("h0", "c0", "hn", "cn", "Y_h")) {
      RawTensor state = file.tensors().get(name);
      if (state != null && state.shape().length >= 2) {
        sequences = state.shape()[state.shape().length - 2];
      }
    }
    RawTensor output = find(OUTPUTS).orElseThrow(() -> missing(OUTPUTS));
    if (sequences < 0 && output.shape().length == 2) {
      sequences = output.shape()[0];
    }
    boolean first = input.shape()[0] == sequences;
    boolean second = input.shape()[1] == sequences;
    return first == second ? Optional.empty() : Optional.of(first);
  }

  int batch() {
    return batch;
  }

  int steps() {
    return steps;
  }

  /** The input of each step of a sequence, up to its end. */
  float[][] rows(int sequence) {
    double[] values = input.doubles();
    float[][] rows = new float[lengths.get(sequence)][features];
    for (int t = 0; t < rows.length; t++) {
      int at = index(sequence, t, steps) * features;
      for (int i = 0; i < features; i++) {
        rows[t][i] = (float) values[at + i];
      }
    }
    return rows;
  }

  private int index(int sequence, int step, int of) {
    return batchFirst ? sequence * of + step : step * batch + sequence;
  }

  /** Recorded initial state, flat (layers, batch, width), or none. */
  Optional<double[]> initial(String which) {
    return Optional.ofNullable(file.tensors().get(which + "0")).map(RawTensor::doubles);
  }

  /** A recorded result, in the order (sequence, step, unit); 0 after a sequence's end. */
  Optional<double[]> output(boolean exact) {
    RawTensor recorded = find(OUTPUTS).orElseThrow(() -> missing(OUTPUTS));
    return twin(recorded, exact).map(this::bySequence);
  }

  private Optional<RawTensor> twin(RawTensor recorded, boolean exact) {
    String name = recorded.name() + (exact ? "_f64" : "");
    return Optional.ofNullable(file.tensors().get(name));
  }

  /** How many steps of each sequence have a recorded result. */
  int recordedSteps() {
    RawTensor recorded = find(OUTPUTS).orElseThrow(() -> missing(OUTPUTS));
    int row = batch * outputs;
    if (row == 0 || recorded.elements() % row != 0) {
      throw new ModelFormatException(
          "recording: " + recorded.name(),
          "shape " + Arrays.toString(recorded.shape()),
          "rows of " + outputs + " for " + batch + " sequences");
    }
    return recorded.elements() / row;
  }

  private double[] bySequence(RawTensor recorded) {
    double[] values = recorded.doubles();
    double[] ordered = new double[values.length];
    int of = recordedSteps();
    int[] shape = recorded.shape();
    boolean directions = !batchFirst && shape.length == 4 && shape[1] == 2; // (step, dir., b, unit)
    for (int b = 0; b < batch; b++) {
      int end = of == steps ? lengths.get(b) : of;
      for (int t = 0; t < end; t++) {
        for (int i = 0; i < outputs; i++) {
          int half = outputs / 2;
          int from =
              directions
                  ? ((t * 2 + i / half) * batch + b) * half + i % half
                  : (of == 1 ? b : index(b, t, of)) * outputs + i;
          ordered[(b * of + t) * outputs + i] = values[from];
        }
      }
    }
    return ordered;
  }

  /** A recorded final state, flat (layers, batch, width), or none. */
  Optional<double[]> last(String which, boolean exact) {
    return find(which.equals("h") ? FINAL_H : FINAL_C)
        .flatMap(t -> twin(t, exact))
        .map(RawTensor::doubles);
  }
}
