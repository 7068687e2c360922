package io.flinklstm.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flinklstm.benchmarks.Contender;
import io.flinklstm.benchmarks.Peer;
import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** ONNX Runtime through its Java binding: bound buffers, the new state copied back as input. */
public final class OnnxRuntimePeer implements Peer {

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public Contender contender(Shape shape, Problem problem) {
    try {
      return new Session(shape, problem);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not take " + shape, e);
    }
  }

  private static final class Session implements Contender {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final Map<String, FloatBuffer> buffers = new HashMap<>();
    private final Shape shape;
    private final String[] states;

    Session(Shape shape, Problem problem) throws OrtException {
      this.shape = shape;
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(OnnxModel.of(shape, problem), options);
      boolean lstm = shape.cell().equals("LSTM");
      states = new String[shape.layers() * (lstm ? 2 : 1)];
      inputs.put("x", tensor("x", shape.inputs()));
      problem.x().forEach(row -> buffers.get("x").put(row));
      buffers.get("x").rewind();
      int n = 0;
      for (int k = 0; k < shape.layers(); k++) {
        for (String kind : lstm ? new String[] {"h", "c"} : new String[] {"h"}) {
          inputs.put(kind + k, tensor(kind + k, shape.hidden()));
          outputs.put(kind + "n" + k, tensor(kind + "n" + k, shape.hidden()));
          states[n++] = kind + k;
        }
      }
    }

    private OnnxTensor tensor(String name, int width) throws OrtException {
      FloatBuffer buffer =
          ByteBuffer.allocateDirect(4 * shape.keys() * width)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      buffers.put(name, buffer);
      return OnnxTensor.createTensor(environment, buffer, new long[] {1, shape.keys(), width});
    }

    @Override
    public String name() {
      return "onnxruntime";
    }

    @Override
    public void step() {
      try {
        session.run(inputs, outputs).close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime failed on " + shape, e);
      }
      for (String state : states) {
        FloatBuffer from = buffers.get(state.charAt(0) + "n" + state.substring(1));
        buffers.get(state).put(0, from, 0, from.capacity());
      }
    }

    @Override
    public float[] hidden() {
      float[] h = new float[shape.hidden()];
      buffers.get("hn" + (shape.layers() - 1)).get(0, h);
      return h;
    }

    @Override
    public void close() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime could not close " + shape, e);
      }
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
    }
  }
}
