package io.flinklstm.state;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * The same bytes for Kryo 5, for a {@link KeyState} inside a type that Kryo serializes. A Kryo
 * instance belongs to one thread, and so does this.
 */
public final class KeyStateKryoSerializer extends Serializer<KeyState> {

  private final KeyStateCodec codec = new KeyStateCodec();

  @Override
  public void write(Kryo kryo, Output output, KeyState state) {
    int length = codec.encode(state);
    output.writeBytes(codec.buffer(), 0, length);
  }

  @Override
  public KeyState read(Kryo kryo, Input input, Class<? extends KeyState> type) {
    try {
      input.readBytes(codec.buffer(), 0, KeyStateCodec.HEADER);
      int fixed = codec.fixedLength();
      input.readBytes(codec.buffer(), KeyStateCodec.HEADER, fixed - KeyStateCodec.HEADER);
      int values = codec.valuesLength(fixed);
      input.readBytes(codec.buffer(), fixed, values);
      int end = fixed + values;
      int counts = codec.historyCounts(end);
      input.readBytes(codec.buffer(), end, counts);
      int rows = codec.historyRows(end);
      input.readBytes(codec.buffer(), end + counts, rows);
      return codec.decode(null);
    } catch (StateFormatException e) {
      throw new KryoException(e.getMessage(), e);
    }
  }

  @Override
  public KeyState copy(Kryo kryo, KeyState original) {
    return original.copy();
  }
}
