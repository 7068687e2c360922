package io.flinklstm.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyStateKryoSerializerTest {

  private static Kryo kryo() {
    Kryo kryo = new Kryo();
    kryo.register(ArrayList.class);
    kryo.register(KeyState.class, new KeyStateKryoSerializer());
    return kryo;
  }

  @Test
  void aStateInsideAnotherTypeComesBack() {
    List<KeyState> states =
        new ArrayList<>(List.of(States.of(128, 17, 3), States.inSequence(), States.of(0, 0, 0)));
    Output output = new Output(64, -1);
    kryo().writeObject(output, states);
    assertThat(kryo().readObject(new Input(output.toBytes()), ArrayList.class)).isEqualTo(states);
  }

  @Test
  void writesTheVeryBytesThatFlinkKeeps() {
    KeyState state = States.of(5, 2, 1);
    Output output = new Output(64, -1);
    new KeyStateKryoSerializer().write(kryo(), output, state);
    assertThat(output.toBytes()).isEqualTo(KeyStateCodec.toBytes(state));
  }

  @Test
  void refusesBytesThatAreNoState() {
    assertThatExceptionOfType(KryoException.class)
        .isThrownBy(() -> kryo().readObject(new Input(new byte[64]), KeyState.class))
        .withMessageContaining("key state: magic: found 00 00, expected 4b 53");
  }

  @Test
  void aCopySharesNoArray() {
    KeyState state = States.of(5, 2, 1);
    kryo().copy(state).recurrent()[0] = 99;
    assertThat(state).isEqualTo(States.of(5, 2, 1));
  }
}
