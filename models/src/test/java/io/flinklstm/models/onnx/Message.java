package io.flinklstm.models.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf field by field; what it writes need not make sense. */
final class Message {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Message raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  private Message varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  Message whole(int field, long value) {
    return varint(field << 3).varint(value);
  }

  Message bytes(int field, byte[] value) {
    varint(field << 3 | 2).varint(value.length).out.writeBytes(value);
    return this;
  }

  /** A field that says it is longer than the bytes that follow. */
  Message claim(int field, long length) {
    return varint(field << 3 | 2).varint(length);
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message message(int field, Message value) {
    return bytes(field, value.out.toByteArray());
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** A model with this graph. */
  static byte[] model(Message graph) {
    Message opset = new Message().whole(2, 14);
    return new Message().whole(1, 8).message(8, opset).message(7, graph).bytes();
  }

  /** A float tensor of raw bytes. */
  static Message tensor(String name, byte[] data, long... dims) {
    Message tensor = new Message();
    for (long dim : dims) {
      tensor.whole(1, dim);
    }
    return tensor.whole(2, 1).text(8, name).bytes(9, data);
  }

  static Message node(String op, String output, String... inputs) {
    Message node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, op);
  }
}
