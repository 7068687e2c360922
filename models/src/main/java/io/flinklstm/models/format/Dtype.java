package io.flinklstm.models.format;

/** The element types that model files store, under safetensors' names. Little-endian. */
public enum Dtype {
  BOOL(1),
  U8(1),
  I8(1),
  I16(2),
  U16(2),
  F16(2),
  BF16(2),
  I32(4),
  U32(4),
  F32(4),
  I64(8),
  U64(8),
  F64(8);

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are numbers with a fraction. */
  public boolean isFloating() {
    return this == F16 || this == BF16 || this == F32 || this == F64;
  }
}
