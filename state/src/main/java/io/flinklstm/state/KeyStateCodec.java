package io.flinklstm.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * A key's state as bytes that describe themselves, little-endian: header, numbers, floats. Keeps a
 * buffer and its views, so that arrays move in bulk and nothing else is allocated. Owned by one
 * thread.
 */
public final class KeyStateCodec {

  /** The version written. Every version up to this one is read. */
  public static final int VERSION = 1;

  /** Bytes before the numbers and floats. */
  public static final int HEADER = 40;

  /** Most floats, and most numbers, that a key may have: what is longer is taken for corrupt. */
  public static final int LONGEST = 1 << 22;

  private static final byte MAGIC_0 = 'K';
  private static final byte MAGIC_1 = 'S';
  private static final int FLAG_TIMED = 1;
  private static final int FLAG_SEQUENCE = 2;
  private static final int FLAG_TIMER = 4;
  private static final int FLAG_LABEL = 8;
  private static final int FLAG_VALUES = 16;
  private static final int FLAG_HISTORY = 32;
  private static final int FLAG_ENCODED = 64;
  private static final int KNOWN_FLAGS = 0x7f;

  private static final int ENCODING_SHIFT = 24; // it is the highest byte of the count of floats
  private static final int COUNT_MASK = (1 << ENCODING_SHIFT) - 1;

  private static final double[] NO_NUMBERS = {};

  private ByteBuffer bytes;
  private DoubleBuffer doubles; // the same memory
  private FloatBuffer floats; // the same memory
  private ShortBuffer shorts; // the same memory

  public KeyStateCodec() {
    allocate(HEADER + 256);
  }

  private void allocate(int capacity) {
    bytes = ByteBuffer.allocate(capacity + 7 & ~7).order(ByteOrder.LITTLE_ENDIAN);
    doubles = bytes.asDoubleBuffer();
    floats = bytes.asFloatBuffer();
    shorts = bytes.asShortBuffer();
  }

  /** Writes a state. */
  public void write(KeyState state, DataOutput out) throws IOException {
    int length = encode(state);
    out.write(bytes.array(), 0, length);
  }

  /**
   * Reads one state; where {@code reuse} has arrays of the right lengths they are used.
   *
   * @throws StateFormatException naming what was found and what is supported
   */
  public KeyState read(DataInput in, KeyState reuse) throws IOException {
    fill(in);
    return decode(reuse);
  }

  /** Takes one state's bytes into the buffer and returns how many there are. */
  private int fill(DataInput in) throws IOException {
    in.readFully(bytes.array(), 0, HEADER);
    int fixed = fixedLength();
    in.readFully(bytes.array(), HEADER, fixed - HEADER);
    int values = valuesLength(fixed);
    in.readFully(bytes.array(), fixed, values);
    int end = fixed + values;
    int counts = historyCounts(end);
    in.readFully(bytes.array(), end, counts);
    int rows = historyRows(end);
    in.readFully(bytes.array(), end + counts, rows);
    return end + counts + rows;
  }

  /** Copies one state's bytes without making the state. */
  public void copy(DataInput in, DataOutput out) throws IOException {
    int length = fill(in);
    out.write(bytes.array(), 0, length);
  }

  /** The bytes of a state, alone in an array. */
  public static byte[] toBytes(KeyState state) {
    KeyStateCodec codec = new KeyStateCodec();
    byte[] result = new byte[codec.encode(state)];
    codec.bytes.get(0, result);
    return result;
  }

  /** The state of bytes that hold one and nothing more. */
  public static KeyState fromBytes(byte[] array) throws StateFormatException {
    KeyStateCodec codec = new KeyStateCodec();
    if (array.length < HEADER) {
      throw new StateFormatException("length", array.length + " bytes", "at least " + HEADER);
    }
    codec.bytes.put(0, array, 0, HEADER);
    int expected = codec.fixedLength();
    if (array.length >= expected) {
      codec.bytes.put(0, array, 0, expected);
      expected += codec.valuesLength(expected);
    }
    int counts = codec.historyCounts(expected);
    if (array.length >= expected + counts) {
      codec.bytes.put(0, array, 0, expected + counts);
      expected += counts + codec.historyRows(expected);
    }
    if (array.length != expected) {
      throw new StateFormatException(
          "length", array.length + " bytes", expected + ", as the header says");
    }
    codec.bytes.put(0, array);
    return codec.decode(null);
  }

  /** How many bytes a state takes. */
  public static int length(KeyState state) {
    return fixedLength(flags(state), state.running().length, floatsLength(state))
        + Float.BYTES * state.lastValues().length
        + historyLength(state);
  }

  private static int floatsLength(KeyState state) {
    return state.encoding().length(state.recurrent().length);
  }

  private static int historyLength(KeyState state) {
    return state.hasHistory() ? HistoryBytes.length(state.history()) : 0;
  }

  private static int flags(KeyState state) {
    return (state.hasEventTime() ? FLAG_TIMED : 0)
        | (state.sequenceStart() != 0 ? FLAG_SEQUENCE : 0)
        | (state.timer() != KeyState.NO_TIMER ? FLAG_TIMER : 0)
        | (state.label() != KeyState.NO_LABEL ? FLAG_LABEL : 0)
        | (state.lastValues().length != 0 ? FLAG_VALUES : 0)
        | (state.hasHistory() ? FLAG_HISTORY : 0)
        | (state.encoding() != StateEncoding.FLOAT32 ? FLAG_ENCODED : 0);
  }

  /** Bytes up to where the last values begin. */
  private static int fixedLength(int flags, int running, int floatsLength) {
    return HEADER
        + Double.BYTES * running
        + floatsLength
        + ((flags & FLAG_SEQUENCE) != 0 ? Long.BYTES : 0)
        + ((flags & FLAG_TIMER) != 0 ? Long.BYTES : 0)
        + ((flags & FLAG_LABEL) != 0 ? Integer.BYTES : 0)
        + ((flags & FLAG_VALUES) != 0 ? Integer.BYTES : 0);
  }

  /** Encodes into {@link #buffer} and returns how many bytes it took. */
  int encode(KeyState state) {
    int running = state.running().length;
    int recurrent = state.recurrent().length;
    if (running > LONGEST || recurrent > LONGEST) {
      throw new IllegalArgumentException(state + ": expected at most " + LONGEST + " of each");
    }
    int flags = flags(state);
    int fixed = fixedLength(flags, running, floatsLength(state));
    ensure(fixed + Float.BYTES * state.lastValues().length + historyLength(state));
    bytes.put(0, MAGIC_0);
    bytes.put(1, MAGIC_1);
    bytes.put(2, (byte) VERSION);
    bytes.put(3, (byte) flags);
    bytes.putInt(4, state.layout());
    bytes.putLong(8, state.fingerprint());
    bytes.putLong(16, state.steps());
    bytes.putLong(24, state.lastEventTime());
    bytes.putInt(32, running);
    bytes.putInt(36, recurrent | state.encoding().code() << ENCODING_SHIFT);
    doubles.put(HEADER / 8, state.running());
    int begin = HEADER + Double.BYTES * running;
    encodeFloats(state, begin);
    return encodeSequence(state, flags, begin + floatsLength(state));
  }

  private void encodeFloats(KeyState state, int begin) {
    if (state.encoding() == StateEncoding.FLOAT32) {
      floats.put(begin / Float.BYTES, state.recurrent());
    } else {
      state.encoding().encode(state.recurrent(), shorts, begin / Short.BYTES);
    }
  }

  private int encodeSequence(KeyState state, int flags, int begin) {
    int at = begin;
    if ((flags & FLAG_SEQUENCE) != 0) {
      bytes.putLong(at, state.sequenceStart());
      at += Long.BYTES;
    }
    if ((flags & FLAG_TIMER) != 0) {
      bytes.putLong(at, state.timer());
      at += Long.BYTES;
    }
    if ((flags & FLAG_LABEL) != 0) {
      bytes.putInt(at, state.label());
      at += Integer.BYTES;
    }
    if ((flags & FLAG_VALUES) != 0) {
      bytes.putInt(at, state.lastValues().length);
      at += Integer.BYTES;
      floats.put(at / Float.BYTES, state.lastValues());
      at += Float.BYTES * state.lastValues().length;
    }
    if ((flags & FLAG_HISTORY) != 0) {
      HistoryBytes.encode(state.history(), bytes, at);
      at += HistoryBytes.length(state.history());
    }
    return at;
  }

  byte[] buffer() {
    return bytes.array();
  }

  /** Checks the header in the buffer, makes room, and returns where the last values begin. */
  int fixedLength() throws StateFormatException {
    if (bytes.get(0) != MAGIC_0 || bytes.get(1) != MAGIC_1) {
      throw new StateFormatException(
          "magic", String.format("%02x %02x", bytes.get(0), bytes.get(1)), "4b 53");
    }
    int version = bytes.get(2) & 0xff;
    if (version < 1 || version > VERSION) {
      String newer = version > VERSION ? "; a newer program wrote this state, run that one" : "";
      throw new StateFormatException(
          "format version", String.valueOf(version), "1 to " + VERSION + newer);
    }
    if ((bytes.get(3) & ~KNOWN_FLAGS) != 0) {
      throw new StateFormatException(
          "flags",
          String.format("%02x", bytes.get(3)),
          String.format("no others than %02x; a newer program wrote this state", KNOWN_FLAGS));
    }
    if (bytes.getLong(16) < 0) {
      throw new StateFormatException("steps", String.valueOf(bytes.getLong(16)), "0 or more");
    }
    int running = length("numbers", 32);
    int recurrent = inRange("floats", recurrentCount());
    int fixed = fixedLength(bytes.get(3), running, encoding().length(recurrent));
    ensure(fixed);
    return fixed;
  }

  private boolean encoded() {
    return (bytes.get(3) & FLAG_ENCODED) != 0;
  }

  private int recurrentCount() {
    return encoded() ? bytes.getInt(36) & COUNT_MASK : bytes.getInt(36);
  }

  private StateEncoding encoding() throws StateFormatException {
    int code = encoded() ? bytes.get(39) : StateEncoding.FLOAT32.code();
    StateEncoding encoding = StateEncoding.ofCode(code);
    if (encoding == null || encoded() && encoding == StateEncoding.FLOAT32) {
      throw new StateFormatException(
          "encoding of floats",
          String.valueOf(code),
          "1 (float16) or 2 (bfloat16); a newer program may have written this state");
    }
    return encoding;
  }

  /** Checks the count before the last values, makes room, and returns how many bytes they take. */
  int valuesLength(int fixed) throws StateFormatException {
    if ((bytes.get(3) & FLAG_VALUES) == 0) {
      return 0;
    }
    int length = Float.BYTES * length("last values", fixed - Integer.BYTES);
    ensure(fixed + length);
    return length;
  }

  /** Makes room for the counts of a history that begins here, and returns how long they are. */
  int historyCounts(int begin) {
    int counts = (bytes.get(3) & FLAG_HISTORY) == 0 ? 0 : HistoryBytes.COUNTS;
    ensure(begin + counts);
    return counts;
  }

  /** Checks these counts, makes room, and returns how many bytes the rows take. */
  int historyRows(int begin) throws StateFormatException {
    if ((bytes.get(3) & FLAG_HISTORY) == 0) {
      return 0;
    }
    int length = HistoryBytes.rowsLength(bytes, begin);
    ensure(begin + HistoryBytes.COUNTS + length);
    return length;
  }

  private int length(String what, int at) throws StateFormatException {
    return inRange(what, bytes.getInt(at));
  }

  static int inRange(String what, int length) throws StateFormatException {
    if (length < 0 || length > LONGEST) {
      throw new StateFormatException(what, String.valueOf(length), "0 to " + LONGEST);
    }
    return length;
  }

  /** Makes the state from the header and body in the buffer. */
  KeyState decode(KeyState reuse) throws StateFormatException {
    int running = bytes.getInt(32);
    int recurrent = recurrentCount();
    boolean fits =
        reuse != null && reuse.running().length == running && reuse.recurrent().length == recurrent;
    KeyState state =
        new KeyState(
            bytes.getInt(4),
            bytes.getLong(8),
            fits ? reuse.running() : running == 0 ? NO_NUMBERS : new double[running],
            fits ? reuse.recurrent() : new float[recurrent]);
    doubles.get(HEADER / 8, state.running());
    int begin = HEADER + Double.BYTES * running;
    StateEncoding encoding = encoding();
    decodeFloats(encoding, begin, state.recurrent());
    state.restoreEncoding(encoding);
    boolean timed = (bytes.get(3) & FLAG_TIMED) != 0;
    state.restore(bytes.getLong(16), bytes.getLong(24), timed);
    decodeSequence(state, begin + encoding.length(recurrent));
    return state;
  }

  private void decodeFloats(StateEncoding encoding, int begin, float[] values) {
    if (encoding == StateEncoding.FLOAT32) {
      floats.get(begin / Float.BYTES, values);
    } else {
      encoding.decode(shorts, begin / Short.BYTES, values);
    }
  }

  private void decodeSequence(KeyState state, int begin) {
    int flags = bytes.get(3);
    int at = begin;
    if ((flags & FLAG_SEQUENCE) != 0) {
      state.restoreSequence(bytes.getLong(at));
      at += Long.BYTES;
    }
    if ((flags & FLAG_TIMER) != 0) {
      state.timer(bytes.getLong(at));
      at += Long.BYTES;
    }
    if ((flags & FLAG_LABEL) != 0) {
      state.label(bytes.getInt(at));
      at += Integer.BYTES;
    }
    if ((flags & FLAG_VALUES) != 0) {
      float[] values = new float[bytes.getInt(at)];
      floats.get(at / Float.BYTES + 1, values);
      state.restoreLastValues(values);
      at += Integer.BYTES + Float.BYTES * values.length;
    }
    if ((flags & FLAG_HISTORY) != 0) {
      state.restoreHistory(HistoryBytes.decode(bytes, at));
    }
  }

  private void ensure(int length) {
    if (bytes.capacity() < length) {
      ByteBuffer old = bytes;
      allocate(Math.max(length, 2 * old.capacity()));
      bytes.put(0, old.array());
    }
  }
}
