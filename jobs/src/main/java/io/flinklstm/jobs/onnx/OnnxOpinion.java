package io.flinklstm.jobs.onnx;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.models.ImportedModel;
import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.safetensors.Safetensors;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What ONNX Runtime computes of random inputs, as a recording.
 *
 * @param text for people: who was asked what
 * @param recording inputs and results
 */
public record OnnxOpinion(String text, Safetensors recording) {

  private static final int SEQUENCES = 4;
  private static final int STEPS = 50;
  private static final String INPUT = "input";

  /**
   * Asks ONNX Runtime.
   *
   * @param file the ONNX file, which {@code model} was read from
   * @param jar of ONNX Runtime; empty to look on the class path
   * @throws StartupException where there is none, or it refuses the model
   */
  public static OnnxOpinion of(Path file, ImportedModel model, Optional<Path> jar, long seed) {
    if (!model.source().startsWith("ONNX")) {
      throw new StartupException(
          "model "
              + file
              + ": found "
              + model.source()
              + ", expected an ONNX file to compare with");
    }
    try (OnnxRuntime runtime = OnnxRuntime.open(file, jar)) {
      Map<String, RawTensor> tensors = new LinkedHashMap<>();
      Map<String, OnnxRuntime.Output> outputs = run(runtime, model, new Random(seed), tensors);
      boolean first = true;
      for (Map.Entry<String, OnnxRuntime.Output> output : outputs.entrySet()) {
        String name = first ? "output" : output.getKey();
        tensors.put(name, tensor(name, output.getValue().shape(), output.getValue().values()));
        first = false;
      }
      String text =
          "against      ONNX Runtime %s, inputs %s from seed %d%n"
              .formatted(runtime.version(), Arrays.toString(tensors.get(INPUT).shape()), seed);
      return new OnnxOpinion(text, new Safetensors(Map.of(), tensors));
    }
  }

  private static Map<String, OnnxRuntime.Output> run(
      OnnxRuntime runtime, ImportedModel model, Random random, Map<String, RawTensor> tensors) {
    Map<String, Object> given = new HashMap<>();
    long sequences = SEQUENCES;
    for (Map.Entry<String, OnnxRuntime.Input> input : runtime.inputs().entrySet()) {
      long[] shape = input.getValue().shape().clone();
      if (tensors.isEmpty()) {
        sequences = fill(shape, model);
        RawTensor rows = rows(shape, input.getValue().type(), model, random);
        tensors.put(INPUT, rows);
        given.put(input.getKey(), runtime.tensor(buffer(rows), shape));
      } else { // an initial state: zeros, as a new key has
        for (int i = 0; i < shape.length; i++) {
          shape[i] = shape[i] < 0 ? sequences : shape[i];
        }
        given.put(input.getKey(), runtime.tensor(FloatBuffer.allocate(product(shape)), shape));
      }
    }
    return runtime.run(given);
  }

  /** Chooses the sizes that the model leaves open; gives the number of sequences. */
  private static long fill(long[] shape, ImportedModel model) {
    int batch = model.batchFirst().orElse(false) ? 0 : 1;
    int fixed = model.states().values().stream().mapToInt(rows -> rows.length).max().orElse(0);
    fixed = Math.max(fixed, model.lengths().size());
    if (shape[batch] < 0) {
      shape[batch] = fixed > 0 ? fixed : SEQUENCES;
    }
    if (shape[1 - batch] < 0) {
      shape[1 - batch] = model.lengths().stream().mapToInt(n -> n).max().orElse(STEPS);
    }
    if (shape.length == 3 && shape[2] < 0) {
      shape[2] = model.bundle().description().features().size();
    }
    return shape[batch];
  }

  private static RawTensor rows(long[] shape, String type, ImportedModel model, Random random) {
    LayerDescription first = model.bundle().description().layers().get(0);
    Dtype dtype = type.equals("INT64") ? Dtype.I64 : type.equals("INT32") ? Dtype.I32 : Dtype.F32;
    int elements = product(shape);
    ByteBuffer data = ByteBuffer.allocate(elements * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      int id = first instanceof LayerDescription.Embedding e ? random.nextInt(e.vocabulary()) : 0;
      switch (dtype) {
        case I64 -> data.putLong(id);
        case I32 -> data.putInt(id);
        default -> data.putFloat((float) random.nextGaussian());
      }
    }
    return new RawTensor(INPUT, dtype, ints(shape), data.flip());
  }

  private static Buffer buffer(RawTensor rows) {
    return switch (rows.dtype()) {
      case I64 -> LongBuffer.wrap(rows.longs());
      case I32 -> IntBuffer.wrap(Arrays.stream(rows.longs()).mapToInt(Math::toIntExact).toArray());
      default -> FloatBuffer.wrap(rows.floats());
    };
  }

  private static RawTensor tensor(String name, long[] shape, float[] values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return new RawTensor(name, Dtype.F32, ints(shape), data);
  }

  private static int product(long[] shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  private static int[] ints(long[] shape) {
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }
}
