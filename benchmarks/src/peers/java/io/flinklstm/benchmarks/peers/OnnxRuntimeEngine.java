package io.flinklstm.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import io.flinklstm.benchmarks.operator.OneKeyEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** ONNX Runtime at its best for one event: a session of one thread, bound buffers in and out. */
public final class OnnxRuntimeEngine implements OneKeyEngine {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs = new HashMap<>();
  private OrtSession session;
  private int hidden;
  private FloatBuffer x;
  private FloatBuffer h;
  private FloatBuffer c;
  private FloatBuffer nextH;
  private FloatBuffer nextC;

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public void open(Shape shape, Problem problem) {
    hidden = shape.hidden();
    try {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(OnnxModel.of(shape, problem), options);
      x = bind(inputs, "x", shape.inputs());
      h = bind(inputs, "h0", hidden);
      c = bind(inputs, "c0", hidden);
      nextH = bind(outputs, "hn0", hidden);
      nextC = bind(outputs, "cn0", hidden);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not take " + shape, e);
    }
  }

  private FloatBuffer bind(Map<String, OnnxTensor> to, String name, int width)
      throws OrtException {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * width).order(ByteOrder.nativeOrder()).asFloatBuffer();
    to.put(name, OnnxTensor.createTensor(environment, buffer, new long[] {1, 1, width}));
    return buffer;
  }

  @Override
  public void step(float[] event, float[] state, float[] next) {
    x.put(0, event);
    h.put(0, state, 0, hidden);
    c.put(0, state, hidden, hidden);
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed", e);
    }
    nextH.get(0, next, 0, hidden);
    nextC.get(0, next, hidden, hidden);
  }

  @Override
  public void close() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close its session", e);
    }
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
  }
}
