package io.flinklstm.jobs.record;

import org.apache.flink.avro.shaded.org.apache.avro.Schema;

/**
 * Walks the bytes of a record along its schema before anything is allocated for them, so that no
 * length, count or depth that they claim is believed. Owned by one thread.
 */
final class AvroBounds {

  private static final int MAX_DEPTH = 32;

  /** Nothing takes no bytes: an array of billions of nulls would fit into six. */
  private static final int MOST_VALUES = 4 * Utf8Text.MAX_BYTES;

  private static final int BITS = 7; // of a number in each of its bytes

  private byte[] bytes = {};
  private int at;
  private int values;

  /** Checks that the bytes from a place to the end are one record of the schema. */
  void check(Schema schema, byte[] document, int from) throws UnreadableException {
    bytes = document;
    at = from;
    values = 0;
    walk(schema, 0);
    if (at < bytes.length) {
      throw new UnreadableException("found " + (bytes.length - at) + " bytes after the record");
    }
  }

  private void walk(Schema schema, int depth) throws UnreadableException {
    if (depth > MAX_DEPTH || ++values > MOST_VALUES) {
      throw new UnreadableException(
          "beyond limits: more than " + MAX_DEPTH + " levels or " + MOST_VALUES + " values");
    }
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> flag();
      case INT -> within(Integer.MIN_VALUE, Integer.MAX_VALUE, "an int");
      case LONG -> number();
      case FLOAT -> skip(Float.BYTES);
      case DOUBLE -> skip(Double.BYTES);
      case STRING, BYTES -> skip(number());
      case FIXED -> skip(schema.getFixedSize());
      case ENUM -> index(schema.getEnumSymbols().size(), schema.getName());
      case UNION -> walk(schema.getTypes().get(index(schema.getTypes().size(), "a union")), depth);
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          walk(field.schema(), depth + 1);
        }
      }
      case ARRAY -> blocks(null, schema.getElementType(), depth + 1);
      case MAP -> blocks(schema, schema.getValueType(), depth + 1);
    }
  }

  /** Blocks of elements until an empty one; a negative count is followed by the block's bytes. */
  private void blocks(Schema map, Schema element, int depth) throws UnreadableException {
    long count = number();
    while (count != 0) {
      long length = count < 0 ? number() : -1;
      int start = at;
      for (long i = Math.abs(Math.max(count, -Long.MAX_VALUE)); i > 0; i--) {
        if (map != null) {
          skip(number());
        }
        walk(element, depth);
      }
      if (count < 0 && length != at - start) {
        throw new UnreadableException(
            "found a block of " + (at - start) + " bytes that claims " + length);
      }
      count = number();
    }
  }

  /** A byte, where all other small numbers have their sign in the lowest bit. */
  private void flag() throws UnreadableException {
    skip(1);
    if (bytes[at - 1] != 0 && bytes[at - 1] != 1) {
      throw new UnreadableException("a boolean: found " + bytes[at - 1] + ", expected 0 or 1");
    }
  }

  private int index(int count, String what) throws UnreadableException {
    return (int) within(0, count - 1L, what);
  }

  private long within(long least, long most, String what) throws UnreadableException {
    long number = number();
    if (number < least || number > most) {
      throw new UnreadableException(
          what + ": found " + number + ", expected " + least + " to " + most);
    }
    return number;
  }

  /** Seven bits a byte, least first; the lowest bit is the sign. */
  private long number() throws UnreadableException {
    long number = 0;
    int shift = 0;
    byte last;
    do {
      if (at == bytes.length) {
        throw new UnreadableException("found the end of the bytes within a record");
      }
      if (shift >= Long.SIZE) {
        throw new UnreadableException("found a number of more than 64 bits");
      }
      last = bytes[at++];
      number |= (last & 0x7fL) << shift;
      shift += BITS;
    } while (last < 0);
    return (number >>> 1) ^ -(number & 1);
  }

  private void skip(long length) throws UnreadableException {
    if (length < 0 || length > bytes.length - at) {
      throw new UnreadableException(
          "found a length of " + length + ", where " + (bytes.length - at) + " bytes are left");
    }
    at += (int) length;
  }
}
