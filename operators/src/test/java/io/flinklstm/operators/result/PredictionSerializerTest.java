package io.flinklstm.operators.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Flink's own contract for serializers, and the bytes of results that wait in state. */
class PredictionSerializerTest extends SerializerTestBase<Prediction<String>> {

  @Override
  protected TypeSerializer<Prediction<String>> createSerializer() {
    return new PredictionSerializer<>(StringSerializer.INSTANCE);
  }

  @Test
  void theBytesOfVersionOneAreReadAndWritten() throws IOException {
    byte[] bytes;
    try (InputStream fixture = getClass().getResourceAsStream("prediction-v1.bin")) {
      bytes = fixture.readAllBytes();
    }
    Prediction<String> read = createSerializer().deserialize(new DataInputDeserializer(bytes));
    assertThat(read.event()).isEqualTo("event");
    assertThat(read.step()).isEqualTo(1L << 40);
    assertThat(read.sequenceStep()).isEqualTo(3);
    assertThat(read.warm()).isTrue();
    assertThat(read.outputs()).containsExactly(1.5f, -0f);
    assertThat(read.label()).isEqualTo("up");
    assertThat(read.expected()).containsExactly(Float.NaN);
    assertThat(read.error()).isEqualTo(0.1);
    assertThat(read.score()).isEqualTo(0.9);
    assertThat(read.fingerprint()).isEqualTo(0xfedcba9876543210L);
    DataOutputSerializer written = new DataOutputSerializer(64);
    createSerializer().serialize(read, written);
    assertThat(written.getCopyOfBuffer()).isEqualTo(bytes);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked") // the class object of a generic type has no parameter
  protected Class<Prediction<String>> getTypeClass() {
    return (Class<Prediction<String>>) (Class<?>) Prediction.class;
  }

  @Override
  @SuppressWarnings("unchecked") // no generic arrays
  protected Prediction<String>[] getTestData() {
    return new Prediction[] {
      new Prediction<>(
          "first",
          1,
          1,
          false,
          new float[] {1, -0f, 3},
          "up",
          new float[] {Float.NaN},
          0,
          Double.NaN,
          7),
      new Prediction<>("", 1L << 40, 3, true, new float[0], "", new float[] {4, 5}, 0.1, 0.9, -1)
    };
  }
}
