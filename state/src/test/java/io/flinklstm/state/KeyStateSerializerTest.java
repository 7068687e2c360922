package io.flinklstm.state;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's own contract for serializers. */
class KeyStateSerializerTest extends SerializerTestBase<KeyState> {

  @Override
  protected TypeSerializer<KeyState> createSerializer() {
    return new KeyStateSerializer();
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<KeyState> getTypeClass() {
    return KeyState.class;
  }

  @Override
  protected KeyState[] getTestData() {
    return new KeyState[] {
      States.of(128, 17, 3),
      States.of(0, 0, 0),
      States.of(1, 0, 1),
      States.of(0, 1, 2),
      States.withoutTime(),
      States.inSequence(),
      States.withOddBits(),
      States.encoded(StateEncoding.FLOAT16),
      States.encoded(StateEncoding.BFLOAT16),
      States.of(4096, 1, 5)
    };
  }
}
