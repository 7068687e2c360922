package io.flinklstm.benchmarks.peers;

import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a model of one LSTM or GRU node per layer in ONNX's protobuf form: just the fields that
 * such a graph needs. Field numbers are onnx.proto's. With one step, a layer's Y_h (1, N, H) is the
 * next layer's X (1, N, I).
 */
final class OnnxModel {

  private static final int FLOAT = 1;
  private static final int[] LSTM_FROM_TORCH = {0, 3, 1, 2}; // i, o, f, g
  private static final int[] GRU_FROM_TORCH = {1, 0, 2}; // z, r, n

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Inputs x, h0, c0 (and h1, c1, ..), outputs hn0, cn0, ..; c for the LSTM only. */
  static byte[] of(Shape s, Problem problem) {
    OnnxModel graph = new OnnxModel();
    OnnxModel values = new OnnxModel();
    values.value(11, "x", 1, s.keys(), s.inputs());
    for (int k = 0; k < s.layers(); k++) {
      graph.bytes(1, node(s, k));
      for (String kind : s.cell().equals("LSTM") ? new String[] {"h", "c"} : new String[] {"h"}) {
        values.value(11, kind + k, 1, s.keys(), s.hidden());
        values.value(12, kind + "n" + k, 1, s.keys(), s.hidden());
      }
      weights(graph, s, problem, k);
    }
    graph.text(2, "g");
    graph.out.writeBytes(values.out.toByteArray());
    OnnxModel model = new OnnxModel();
    model.number(1, 8);
    model.bytes(8, new OnnxModel().number(2, 14));
    model.bytes(7, graph);
    return model.out.toByteArray();
  }

  private static OnnxModel node(Shape s, int k) {
    OnnxModel node = new OnnxModel();
    boolean lstm = s.cell().equals("LSTM");
    String from = k == 0 ? "x" : "hn" + (k - 1);
    for (String name : new String[] {from, "W" + k, "R" + k, "B" + k, "", "h" + k}) {
      node.text(1, name);
    }
    if (lstm) {
      node.text(1, "c" + k);
    }
    node.text(2, "");
    node.text(2, "hn" + k);
    if (lstm) {
      node.text(2, "cn" + k);
    }
    node.text(4, s.cell());
    node.bytes(5, attribute("hidden_size", s.hidden()));
    if (!lstm) {
      node.bytes(5, attribute("linear_before_reset", 1));
    }
    return node;
  }

  private static OnnxModel attribute(String name, int value) {
    return new OnnxModel().text(1, name).number(3, value).number(20, 2);
  }

  private static void weights(OnnxModel graph, Shape s, Problem problem, int k) {
    int[] order = s.cell().equals("LSTM") ? LSTM_FROM_TORCH : GRU_FROM_TORCH;
    int rows = s.gates() * s.hidden();
    float[] w = blocks(problem.get("weight_ih_l" + k), order);
    float[] r = blocks(problem.get("weight_hh_l" + k), order);
    float[] b = new float[2 * rows];
    System.arraycopy(blocks(problem.get("bias_ih_l" + k), order), 0, b, 0, rows);
    System.arraycopy(blocks(problem.get("bias_hh_l" + k), order), 0, b, rows, rows);
    graph.bytes(5, tensor("W" + k, w, 1, rows, s.width(k)));
    graph.bytes(5, tensor("R" + k, r, 1, rows, s.hidden()));
    graph.bytes(5, tensor("B" + k, b, 1, 2 * rows));
  }

  private static float[] blocks(float[] from, int[] order) {
    int size = from.length / order.length;
    float[] to = new float[from.length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(from, order[i] * size, to, i * size, size);
    }
    return to;
  }

  private static OnnxModel tensor(String name, float[] values, int... dimensions) {
    OnnxModel tensor = new OnnxModel();
    for (int dimension : dimensions) {
      tensor.number(1, dimension);
    }
    tensor.number(2, FLOAT).text(8, name);
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor.raw(9, raw.array());
  }

  private void value(int field, String name, int... dimensions) {
    OnnxModel shape = new OnnxModel();
    for (int dimension : dimensions) {
      shape.bytes(1, new OnnxModel().number(1, dimension));
    }
    OnnxModel type = new OnnxModel().number(1, FLOAT).bytes(2, shape);
    bytes(field, new OnnxModel().text(1, name).bytes(2, new OnnxModel().bytes(1, type)));
  }

  private OnnxModel number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  private OnnxModel text(int field, String value) {
    return raw(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private OnnxModel bytes(int field, OnnxModel message) {
    return raw(field, message.out.toByteArray());
  }

  private OnnxModel raw(int field, byte[] value) {
    varint((long) field << 3 | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
