package io.flinklstm.benchmarks;

import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateSerializer;
import io.flinklstm.state.StateEncoding;
import io.flinklstm.state.StateLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Function;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes a value into Flink's buffer and reads it back as another object. */
final class RoundTrip<T> implements Contender {

  private final String name;
  private final TypeSerializer<T> serializer;
  private final T value;
  private final Function<T, float[]> floats;
  private final DataOutputSerializer out = new DataOutputSerializer(4_096);
  private final DataInputDeserializer in = new DataInputDeserializer();
  private T read;

  RoundTrip(String name, TypeSerializer<T> serializer, T value, Function<T, float[]> floats) {
    this.name = name;
    this.serializer = serializer;
    this.value = value;
    this.floats = floats;
  }

  static RoundTrip<KeyState> ofKeyState(StateEncoding encoding, int floats) {
    KeyState state = new KeyState(new StateLayout(floats, 0, 1), 1, PlainState.values(floats));
    state.step(1_700_000_000_000L);
    state.encodeAs(encoding);
    return new RoundTrip<>(
        "own, " + encoding.name().toLowerCase(Locale.ROOT),
        new KeyStateSerializer(),
        state,
        KeyState::recurrent);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void step() {
    try {
      out.clear();
      serializer.serialize(value, out);
      in.setBuffer(out.getSharedBuffer(), 0, out.length());
      read = serializer.deserialize(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public float[] hidden() {
    return floats.apply(read);
  }
}
