package io.flinklstm.models.onnx;

import io.flinklstm.models.format.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one protobuf message, in order. Every length is checked against the bytes left;
 * nothing is copied.
 */
final class Protobuf {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int MAX_WHOLES = 1 << 16;

  private final String place;
  private final ByteBuffer in;
  private int number;
  private int wire;

  Protobuf(String place, ByteBuffer in) {
    this.place = place;
    this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes to the next field; its value must then be read or skipped. */
  boolean next() {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = varint();
    number = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    if (tag >>> 32 != 0 || number == 0) {
      throw wrong("field " + (tag >>> 3), "a field number");
    }
    return true;
  }

  int number() {
    return number;
  }

  void skip() {
    switch (wire) {
      case VARINT -> varint();
      case FIXED64 -> take(8);
      case BYTES -> take(varint());
      case FIXED32 -> take(4);
      default -> throw wrong("wire type " + wire, "0, 1, 2 or 5");
    }
  }

  long whole() {
    expect(VARINT);
    return varint();
  }

  float real() {
    expect(FIXED32);
    return take(4).getFloat();
  }

  ByteBuffer bytes() {
    expect(BYTES);
    return take(varint());
  }

  String text() {
    return StandardCharsets.UTF_8.decode(bytes()).toString();
  }

  Protobuf message(String name) {
    return new Protobuf(place + ": " + name, bytes());
  }

  /** Adds the whole numbers of a repeated field, packed or not. */
  void wholes(List<Long> numbers) {
    if (wire == BYTES) {
      Protobuf packed = new Protobuf(place, bytes());
      while (packed.in.hasRemaining()) {
        add(numbers, packed.varint());
      }
    } else {
      add(numbers, whole());
    }
  }

  /** Sizes and axes are few; a million of them would be boxed one by one. */
  private void add(List<Long> numbers, long number) {
    if (numbers.size() == MAX_WHOLES) {
      throw wrong("more numbers in a list", "at most " + MAX_WHOLES);
    }
    numbers.add(number);
  }

  float[] reals() {
    if (wire != BYTES) {
      return new float[] {real()};
    }
    FloatBuffer packed = bytes().asFloatBuffer();
    float[] numbers = new float[packed.remaining()];
    packed.get(numbers);
    return numbers;
  }

  /** Writes fixed-width elements of a repeated field as they are, packed or not. */
  void fixed(ByteArrayOutputStream out, int width) {
    ByteBuffer elements = wire == BYTES ? bytes() : take(width);
    byte[] copy = new byte[elements.remaining()];
    elements.get(copy);
    out.writeBytes(copy);
  }

  /** Writes whole numbers of a repeated field in so many bytes each, packed or not. */
  void varints(ByteArrayOutputStream out, int width) {
    if (wire != BYTES) {
      out.writeBytes(bytes(whole(), width));
      return;
    }
    Protobuf packed = new Protobuf(place, bytes());
    while (packed.in.hasRemaining()) {
      out.writeBytes(bytes(packed.varint(), width));
    }
  }

  private static byte[] bytes(long value, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }

  /** Whole numbers of a packed field, for what is never large. */
  List<Long> wholes() {
    List<Long> numbers = new ArrayList<>();
    wholes(numbers);
    return numbers;
  }

  /** The same message from its start. */
  Protobuf again() {
    return new Protobuf(place, in);
  }

  String place() {
    return place;
  }

  private void expect(int expected) {
    if (wire != expected) {
      throw wrong("wire type " + wire + " of field " + number, "" + expected);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!in.hasRemaining()) {
        throw wrong("no byte at byte " + in.position(), "the rest of a number");
      }
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw wrong("a number of more than ten bytes", "at most ten");
  }

  private ByteBuffer take(long length) {
    if (length < 0 || length > in.remaining()) {
      throw wrong(
          Long.toUnsignedString(length) + " bytes at byte " + in.position(),
          "at most the " + in.remaining() + " left");
    }
    ByteBuffer taken = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return taken;
  }

  private ModelFormatException wrong(String found, String expected) {
    return new ModelFormatException(place, found, expected);
  }
}
