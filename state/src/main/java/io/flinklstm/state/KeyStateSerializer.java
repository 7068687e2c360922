package io.flinklstm.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Hands {@link KeyStateCodec}'s bytes to Flink. */
public final class KeyStateSerializer extends TypeSerializer<KeyState> {

  private static final long serialVersionUID = 1;

  private transient KeyStateCodec codec;

  private KeyStateCodec codec() {
    if (codec == null) {
      codec = new KeyStateCodec();
    }
    return codec;
  }

  @Override
  public void serialize(KeyState state, DataOutputView target) throws IOException {
    codec().write(state, target);
  }

  @Override
  public KeyState deserialize(DataInputView source) throws IOException {
    return codec().read(source, null);
  }

  @Override
  public KeyState deserialize(KeyState reuse, DataInputView source) throws IOException {
    return codec().read(source, reuse);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    codec().copy(source, target);
  }

  @Override
  public KeyState copy(KeyState from) {
    return from.copy();
  }

  @Override
  public KeyState copy(KeyState from, KeyState reuse) {
    return from.copy();
  }

  @Override
  public KeyState createInstance() {
    return new KeyState(0, 0, new double[0], new float[0]);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public int getLength() {
    return -1;
  }

  /** The codec's buffer belongs to one thread. */
  @Override
  public KeyStateSerializer duplicate() {
    return new KeyStateSerializer();
  }

  @Override
  public TypeSerializerSnapshot<KeyState> snapshotConfiguration() {
    return new KeyStateSerializerSnapshot();
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof KeyStateSerializer;
  }

  @Override
  public int hashCode() {
    return KeyStateSerializer.class.hashCode();
  }
}
